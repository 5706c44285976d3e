"""How the channels are doing."""
