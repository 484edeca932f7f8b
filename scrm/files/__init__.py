"""Attachments: bytes by hash under the data folder, rows in the database."""
