"""Who has a conversation, and whether it is open, put aside or done."""
