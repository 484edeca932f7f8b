"""How a campaign stands, read off its rows."""
