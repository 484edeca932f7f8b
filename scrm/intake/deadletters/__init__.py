"""Events that could not be applied: seen, replayed, or put aside with a reason."""
