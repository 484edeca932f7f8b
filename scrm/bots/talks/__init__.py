"""How the bot's talks with people go."""
