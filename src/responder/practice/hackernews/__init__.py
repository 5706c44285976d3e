"""A practice Hacker News: Algolia's search and the official items, written from their own documentation."""
