"""Teams: groups of colleagues that conversations are given to."""
