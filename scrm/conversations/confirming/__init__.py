"""One word back to whoever ends marketing."""
