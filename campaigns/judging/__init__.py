"""What a campaign makes of people: the one answer for who is fed and for who is about to be sent."""
