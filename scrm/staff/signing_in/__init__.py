"""Signing in and out: passwords, cookies, one-time links, and who makes a request."""
