"""What is known of people when a message is about to go to them, read in sets."""
