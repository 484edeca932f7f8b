"""Rules: when something happens, and a condition holds, then this is done."""
