"""The organisation's own settings; one organisation is one database."""
