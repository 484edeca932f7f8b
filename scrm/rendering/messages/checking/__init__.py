"""Says whether a message template is of the language, and what it needs."""
