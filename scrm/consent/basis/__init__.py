"""What people allowed us, by which act, and what they took back."""
