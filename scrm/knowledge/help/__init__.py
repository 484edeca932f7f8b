"""The public help page."""
