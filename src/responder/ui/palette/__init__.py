"""Ctrl+K: everything that can be done or found, by a few letters."""
