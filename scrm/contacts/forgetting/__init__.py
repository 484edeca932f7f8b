"""Forgetting people: what this room keeps of somebody is gone, and an empty row is left."""
