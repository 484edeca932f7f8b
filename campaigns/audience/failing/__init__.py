"""What becomes of a run that can not be frozen, or filled."""
