"""Comments of members on a Ghost site, by its Admin API (docs.ghost.org/admin-api)."""
