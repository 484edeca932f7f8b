"""What of an article is quoted."""
