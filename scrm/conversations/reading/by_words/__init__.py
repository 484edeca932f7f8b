"""Lists narrowed to conversations whose person or last message holds some words."""
