"""APScheduler as a clock that says "look for due rows"; it stores nothing."""
