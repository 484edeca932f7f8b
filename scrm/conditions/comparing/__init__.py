"""How a value is compared with what a condition asks of it."""
