"""People who work here: users, sessions, tokens, what a role may do."""
