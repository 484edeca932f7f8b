"""Who comes into a run after it has begun: to whom something happened, as it becomes due for them."""
