"""Mastodon's client API, also as GoToSocial, Pleroma, Akkoma and snac speak it (docs.joinmastodon.org/api)."""
