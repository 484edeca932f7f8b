"""From JSON to a bot."""
