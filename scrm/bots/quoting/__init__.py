"""Answers from articles."""
