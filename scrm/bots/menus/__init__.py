"""Choices, as buttons or as numbers."""
