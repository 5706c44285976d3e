"""Comments on a YouTube channel, by the Data API version 3 (developers.google.com/youtube/v3)."""
