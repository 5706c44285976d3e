"""Settings: each section is a file; every change is kept at once."""
