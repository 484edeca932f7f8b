"""The hours in which nobody is disturbed by marketing."""
