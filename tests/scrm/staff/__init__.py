"""Colleagues, their links, sessions and tokens."""
