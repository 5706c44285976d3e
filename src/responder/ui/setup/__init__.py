"""The first run: who you are, a first account, first templates."""
