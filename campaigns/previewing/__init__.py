"""A template as one person would read it, and what each channel makes of it."""
