"""Conversations given to colleagues and teams, many at once."""
