"""A practice Google Business Profile, written from its reference and discovery documents and not from our connector."""
