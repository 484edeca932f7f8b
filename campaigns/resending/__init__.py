"""One door for what is sent again: a campaign's own run, and a colleague's hand."""
