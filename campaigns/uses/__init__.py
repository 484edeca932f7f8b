"""Which campaigns ask for a tag."""
