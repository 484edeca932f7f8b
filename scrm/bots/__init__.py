"""Automatic answers: the organisation's bot, what it says, and when it leaves it to people."""
