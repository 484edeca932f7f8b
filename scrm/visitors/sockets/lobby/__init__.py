"""All connections of a process: bounded, counted, and told together."""
