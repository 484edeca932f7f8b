"""Messages that are kept to be used again: drafts, versions, and who took their words."""
