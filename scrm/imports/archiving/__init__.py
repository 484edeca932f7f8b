"""From what an export says to the thread that holds it: who is who, which archive, what is new."""
