"""Bluesky: mentions, replies, quotes and direct messages over the AT protocol (docs.bsky.app, atproto.com)."""
