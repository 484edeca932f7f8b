"""A rule tried on what has happened already: whom it would have touched, when, and by what."""
