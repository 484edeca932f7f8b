"""Tries a message template out where it can do no harm."""
