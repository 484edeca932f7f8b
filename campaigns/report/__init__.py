"""What became of a campaign's messages, person by person and in numbers."""
