"""The words of judging."""

from datetime import timedelta

LOOKED_AGAIN = timedelta(seconds=20)
"""When somebody is looked at again of whom nobody can say until when they wait."""
