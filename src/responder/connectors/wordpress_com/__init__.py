"""Comments on WordPress.com and Jetpack sites, by its REST API v1.1 (developer.wordpress.com/docs/api)."""
