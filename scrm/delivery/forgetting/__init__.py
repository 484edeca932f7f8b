"""Forgetting what was sent to people, and what was to be."""
