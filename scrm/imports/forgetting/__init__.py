"""Forgetting imported chats: where they went, and what was told of their files."""
