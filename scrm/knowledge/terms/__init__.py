"""Texts as terms that a question and an article have in common."""
