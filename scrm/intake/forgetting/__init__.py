"""Forgetting what platforms told us of people, word for word."""
