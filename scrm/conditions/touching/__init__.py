"""What can change the answer of a condition."""
