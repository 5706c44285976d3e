"""Whom to call, for what, and when to leave them in peace."""
