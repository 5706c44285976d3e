"""Monitors on screen: their list, the one being edited, and what they heard."""
