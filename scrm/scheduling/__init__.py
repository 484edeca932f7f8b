"""When something is due: a clock that says "look for due rows", and what local times mean. It
stores nothing."""
