"""A Discourse forum, by its JSON API and a user API key or an API key (docs.discourse.org)."""
