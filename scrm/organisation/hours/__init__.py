"""When somebody is there: the shape of hours, and the organisation's own."""
