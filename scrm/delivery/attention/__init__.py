"""Deliveries that want a person: unknown, failed, held."""
