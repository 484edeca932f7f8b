"""Who allowed what, and whom not to write to, and why."""
