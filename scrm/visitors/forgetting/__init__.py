"""Forgetting visitors: their browsers, accounts, mail and ratings."""
