"""Which article answers a question, and whether that is sure."""
