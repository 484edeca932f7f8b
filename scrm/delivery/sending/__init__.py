"""Handing deliveries to platforms: reserve, wait for the rate, begin, send, record."""
