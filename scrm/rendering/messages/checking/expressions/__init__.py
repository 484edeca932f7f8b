"""Reads the expressions of message templates."""
