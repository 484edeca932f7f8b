"""What the bot would say."""
