"""Texts kept for the composer."""
