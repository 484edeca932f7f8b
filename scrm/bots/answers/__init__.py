"""What the bot says, as it is written."""
