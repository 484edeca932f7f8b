"""The language of message templates: what marketers write, checked, and filled for each person."""
