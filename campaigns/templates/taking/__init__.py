"""What campaigns take from templates."""
