"""What a person decides: checked, then appended to the log, each with its way back."""
