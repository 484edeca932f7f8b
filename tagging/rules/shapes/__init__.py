"""The JSON of a rule."""
