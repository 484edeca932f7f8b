"""For whom it became too late."""
