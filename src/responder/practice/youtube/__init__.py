"""A practice YouTube, written from its discovery document and reference and not from our connector."""
