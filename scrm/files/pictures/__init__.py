"""Draws pictures anew that strangers sent."""
