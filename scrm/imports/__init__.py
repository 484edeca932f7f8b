"""Chats from elsewhere: reading exports, purely, line by line."""
