"""Bringing in the bytes: uploads from browsers, downloads from platforms; always bounded."""
