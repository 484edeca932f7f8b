"""The one way from a condition to SQL."""
