"""What was said elsewhere before: messages of the past, appended in sets to an archived thread."""
