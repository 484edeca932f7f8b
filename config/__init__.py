"""The composition root: it knows every room, and no room imports it."""
