"""What campaigns send and what is held for a while, until it comes back."""
