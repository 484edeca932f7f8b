"""Whole flows: a real browser on the real hub, the simulated Telegram at the other end."""
