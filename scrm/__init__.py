"""The core of the Social CRM hub. Rooms look one way: see ARCHITECTURE.md."""
