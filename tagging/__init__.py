"""Rules that put tags on contacts by what they do."""
