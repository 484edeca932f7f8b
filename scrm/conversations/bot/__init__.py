"""Whether the bot may speak in a conversation."""
