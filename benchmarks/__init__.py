"""How fast it is, each figure beside its bare limit from the same run."""
