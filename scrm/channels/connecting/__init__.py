"""Connecting an account: tried on its platform first, kept only if it answers."""
