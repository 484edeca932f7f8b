"""What an event means, done to people, conversations, consent and deliveries."""
