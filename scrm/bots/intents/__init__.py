"""What a person means, by a few example sentences."""
