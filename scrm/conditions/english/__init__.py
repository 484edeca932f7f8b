"""Conditions in English: its phrases."""
