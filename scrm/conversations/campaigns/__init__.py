"""What campaigns write, put into conversations in sets."""
