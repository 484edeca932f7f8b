"""Forgetting files: rows at once, and bytes behind them that nobody needs any more."""
