"""Turns: questions that take long are few at a time, so that short ones always find a connection."""
