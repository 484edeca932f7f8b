"""What a JSON document holds under a name, on both databases."""
