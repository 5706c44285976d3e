"""A Facebook Page by Meta's Graph API: comments, mentions, recommendations and Messenger (developers.facebook.com/docs/graph-api)."""
