"""The ways to answer a person: all the addresses of whoever a conversation is with."""
