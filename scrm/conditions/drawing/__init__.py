"""Questions at moments: drawn and compiled once, asked often."""
