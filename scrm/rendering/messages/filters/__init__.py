"""What filters and comparisons of message templates do."""
