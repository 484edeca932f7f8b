"""Windows of time as people write them: 30m, 12h, 7d, 8w."""
