"""What teams have to do: their conversations."""
