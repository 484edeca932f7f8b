"""How long the hub waits for the answer of a condition."""
