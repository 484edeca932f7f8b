"""Threads, messages, assignment, notes; `send()` is the only door out."""
