"""Rules that know at every time of whom their condition holds."""
