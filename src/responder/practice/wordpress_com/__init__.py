"""A practice WordPress.com: its REST API v1.1 and OAuth 2, written from what Jetpack's endpoints document."""
