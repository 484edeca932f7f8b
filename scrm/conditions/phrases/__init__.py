"""What a language needs to say conditions."""
