"""Conditions in Chinese: its phrases."""
