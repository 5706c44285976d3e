"""A practice Ghost: the comment routes of its Admin API, written from its own routes and serializers."""
