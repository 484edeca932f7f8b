"""What the organisation asks of marketing: when, how often, and how long after an answer."""
