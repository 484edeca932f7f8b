"""The way out: queued, reserved, sending, sent; never twice, and honest about what is unknown."""
