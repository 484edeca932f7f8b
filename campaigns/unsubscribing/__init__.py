"""The link in a message by which whoever got it ends marketing."""
