"""What a campaign says: its shape, and whether what it names is there."""
