"""Where answers and notes are written, and the template picker that helps."""
