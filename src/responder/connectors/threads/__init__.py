"""A Threads account by Meta's Threads API: replies, mentions, searches (developers.facebook.com/docs/threads)."""
