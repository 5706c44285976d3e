"""The right panel: who this is, who has it, what could be answered, what was said before."""
