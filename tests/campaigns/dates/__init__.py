"""Campaigns on dates of people."""
