"""People, the addresses they write from, and what is known about them."""
