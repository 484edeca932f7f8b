"""People as they are shown: list, profile, addresses, timeline."""
