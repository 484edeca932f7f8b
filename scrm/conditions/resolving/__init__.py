"""What no database can say for itself: who said something, and which values are meant."""
