"""The pace of a channel."""
