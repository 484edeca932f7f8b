"""What a value is compared with, and how."""
