"""X, by its API version 2 and an app of the person's own (docs.x.com)."""
