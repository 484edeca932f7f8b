"""Dates in messages, in the languages that messages are written in."""
