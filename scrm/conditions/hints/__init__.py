"""What a database can say about a text before the text is read."""
