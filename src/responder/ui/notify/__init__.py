"""System notifications and the tray: what reaches a person who is not looking at the window."""
