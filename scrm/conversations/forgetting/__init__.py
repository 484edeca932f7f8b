"""Forgetting what was said with people."""
