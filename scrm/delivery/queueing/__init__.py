"""The order in which deliveries go."""
