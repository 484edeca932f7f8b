"""When the answer of a condition can change by the passing of time alone."""
