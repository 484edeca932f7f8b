"""The visitors' live connections: greeted, told in batches, bounded in every direction."""
