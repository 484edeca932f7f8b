"""From frozen recipients to the outbox, no further ahead than the channels send."""
