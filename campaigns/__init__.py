"""Personal, two-way campaigns through the channels that conversations use."""
