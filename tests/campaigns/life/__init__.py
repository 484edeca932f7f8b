"""Campaigns from draft to their end."""
