"""Taking a document apart while noting every mistake with its place."""
