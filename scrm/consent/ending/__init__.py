"""That somebody ends something: the first word, and what is said behind it."""
