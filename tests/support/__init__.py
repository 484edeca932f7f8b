"""What tests stand on: the cast, databases, hubs in this process and in others, invariants."""
