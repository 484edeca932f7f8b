"""The beginning of a connection: who it is, and what they missed."""
