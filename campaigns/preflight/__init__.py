"""What would become of a campaign's people if it went now, asked before it goes."""
