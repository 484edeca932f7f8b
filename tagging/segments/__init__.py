"""Saved questions about people, which are always current."""
