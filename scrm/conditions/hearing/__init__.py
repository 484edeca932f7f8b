"""Conditions and the words in hand."""
