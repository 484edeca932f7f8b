"""One message of a draft, to one person, on the real channel."""
