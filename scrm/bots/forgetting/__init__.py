"""What the bot knows of people who are erased."""
