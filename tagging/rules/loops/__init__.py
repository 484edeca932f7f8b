"""Rules that set one another off."""
