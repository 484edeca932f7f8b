"""The queue of those who wait for the bot."""
