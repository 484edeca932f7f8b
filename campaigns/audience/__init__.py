"""Who gets a campaign: everybody whom it means, frozen at one moment."""
