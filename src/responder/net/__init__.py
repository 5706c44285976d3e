"""The wire: the only place that builds an HTTP client, and that speaks to the keyring."""
