"""WordPress comments, by its REST API and an application password (developer.wordpress.org/rest-api)."""
