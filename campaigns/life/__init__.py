"""Launched, paused, resumed, cancelled, sent again."""
