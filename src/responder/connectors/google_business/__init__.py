"""Reviews of a business's places on Google, by the Business Profile APIs (developers.google.com/my-business)."""
