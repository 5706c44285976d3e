"""A professional Instagram account by the API with Instagram Login: comments, tags and messages (developers.facebook.com/docs/instagram-platform)."""
