"""Two contacts side by side, before somebody says that they are one person."""
