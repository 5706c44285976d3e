"""LinkedIn company pages, by the Community Management API (learn.microsoft.com/linkedin/marketing)."""
