"""The questions that screens ask. No Qt."""
