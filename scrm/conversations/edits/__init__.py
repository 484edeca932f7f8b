"""What changes a message that is there: edits, deletions, further parts of an album."""
