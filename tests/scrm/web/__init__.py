"""The toolkit under all routes."""
