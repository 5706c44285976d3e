"""The conversation pane: header, state strip, and the thread painted by hand."""
