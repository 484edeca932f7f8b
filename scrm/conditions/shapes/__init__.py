"""The JSON of conditions: read strictly, with the place of every mistake, and written back."""
