"""Who is in a segment is kept, and told when it changes."""
