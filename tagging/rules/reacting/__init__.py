"""Rules at work: on the events of a commit, inside it."""
