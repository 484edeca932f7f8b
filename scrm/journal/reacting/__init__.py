"""Who reacts to what happened: in the same commit, and alone later where that failed."""
