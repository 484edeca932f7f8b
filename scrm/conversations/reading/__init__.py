"""Conversations and messages as they are shown: lists, threads, counts."""
