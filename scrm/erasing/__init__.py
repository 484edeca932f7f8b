"""Erasing people: each room forgets its own, and a ledger says that it was done."""
