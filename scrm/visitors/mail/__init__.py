"""What a visitor is told, in an order of its own that only grows: the base of resuming."""
