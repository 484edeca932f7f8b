"""Whom a campaign would mean now, counted while somebody writes it."""
