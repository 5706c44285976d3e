"""The business's places in the window."""
