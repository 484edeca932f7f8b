"""Pages that the hub itself writes, by Jinja2: public help so far."""
