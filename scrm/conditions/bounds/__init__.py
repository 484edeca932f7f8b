"""How large a condition may be."""
