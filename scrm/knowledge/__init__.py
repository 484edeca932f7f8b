"""Articles: what the house knows, written once, for people to find and for the bot to answer with."""
