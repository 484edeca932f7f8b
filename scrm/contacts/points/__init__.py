"""Phones and mail addresses of people: claimed by themselves, or proven."""
