"""What the bot did, and what it did not understand."""
