"""What somebody ends and what is about to go to them: one waits for the other."""
