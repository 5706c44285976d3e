"""One folder per network. Nothing is shared between two of them."""
