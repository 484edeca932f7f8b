"""What the articles have to say to a question."""
