"""Deliveries as people see them, with the conversation they belong to."""
