"""Of whom, and of which moment, a condition is asked."""
