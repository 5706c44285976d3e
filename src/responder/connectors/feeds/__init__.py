"""RSS, Atom and JSON feeds, read and never written to (RFC 4287, rssboard.org, jsonfeed.org/version/1.1)."""
