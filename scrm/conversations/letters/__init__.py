"""What the hub writes to many people at once."""
