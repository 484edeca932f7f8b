"""What a message to many says: words with holes, buttons, a file."""
