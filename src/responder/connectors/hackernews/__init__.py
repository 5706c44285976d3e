"""Hacker News, read by Algolia's search (hn.algolia.com/api) and its own items (github.com/HackerNews/API)."""
