"""What a rule gave when it was put in force for the past, and taking that back."""
