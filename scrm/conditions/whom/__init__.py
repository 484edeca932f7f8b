"""Whom a document names: a team or a colleague."""
