"""Deliveries go where their address goes."""
