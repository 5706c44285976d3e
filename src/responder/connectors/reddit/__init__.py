"""A Reddit account, by an app of one's own (github.com/reddit-archive/reddit/wiki/OAuth2)."""
