"""The page where saved replies are kept."""
