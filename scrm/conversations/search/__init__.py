"""Finding messages by what they say, in languages with and without spaces."""
