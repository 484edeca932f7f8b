"""Facts that happened, and who still has to react."""
