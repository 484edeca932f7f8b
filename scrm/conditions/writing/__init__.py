"""Conditions as JSON."""
