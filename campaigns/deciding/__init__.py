"""Who gets a message now, who later, and who does not, and why."""
