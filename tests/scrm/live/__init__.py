"""The push stream."""
