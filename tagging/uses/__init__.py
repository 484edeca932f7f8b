"""What names a tag: rules and segments."""
