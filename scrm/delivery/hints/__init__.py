"""Signs that are worth nothing later: typing, and that a button press was noticed."""
