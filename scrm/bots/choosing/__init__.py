"""Which responder answers."""
