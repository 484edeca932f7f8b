"""Those of an audience who were erased: their rows count on, and are nobody's."""
