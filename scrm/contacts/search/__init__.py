"""Finding people by their names and addresses."""
