"""The way in: keep an event, apply it, and only then acknowledge it."""
