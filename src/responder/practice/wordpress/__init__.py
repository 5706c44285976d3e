"""A practice WordPress site, written from what a real 6.1 does and not from our connector."""
