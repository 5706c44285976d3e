"""The page of the business's places."""
