"""Simulated platforms, one folder each: for trying the hub without an account, and for tests.

Nothing in here knows the hub. The arrow goes the other way only over HTTP.
"""

from config.sandbox.server import PLATFORMS, create_app, run

__all__ = ["PLATFORMS", "create_app", "run"]
