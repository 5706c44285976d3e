"""The words: what every other package speaks of. Standard library and msgspec only."""
