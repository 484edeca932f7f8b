"""A bot in words."""
