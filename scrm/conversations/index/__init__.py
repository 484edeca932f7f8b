"""The message index: which messages hold which terms."""
