"""A practice site with feeds, written from RFC 4287, the RSS 2.0 specification and jsonfeed.org/version/1.1."""
