"""Markdown as it may stand on a public page."""
