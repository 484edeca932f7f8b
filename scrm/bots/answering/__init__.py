"""The bot's turn: answer, or call for a person."""
