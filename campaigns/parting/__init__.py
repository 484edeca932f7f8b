"""People who were one for a while."""
