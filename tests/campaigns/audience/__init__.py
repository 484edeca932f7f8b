"""Who gets a campaign."""
