"""Campaigns that go on a date of each person: a run for each day, and to each person once."""
