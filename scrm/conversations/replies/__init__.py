"""Which message of a campaign a person answers."""
