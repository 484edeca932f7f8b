"""What people may look for in a text, compiled once."""
