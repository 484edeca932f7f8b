"""What people write, appended to their conversations in sets."""
