"""What happened to people, and how often."""
