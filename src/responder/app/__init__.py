"""The composition root and the command line: may import everything, is imported by nothing."""
