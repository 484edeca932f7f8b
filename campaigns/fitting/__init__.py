"""Whether a message is one that each of its channels takes."""
