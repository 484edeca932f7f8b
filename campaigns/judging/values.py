"""The words of judging."""

from datetime import timedelta

LOOKED_AGAIN = timedelta(hours=1)
"""When somebody is looked at again of whom nobody can say until when they wait. What ends the waiting
rings; this is for a bell that was lost, and for what has none."""
