"""Conditions in plain language."""
