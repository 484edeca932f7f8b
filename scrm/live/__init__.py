"""The push stream for open consoles."""
