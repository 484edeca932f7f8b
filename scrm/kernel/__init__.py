"""Ground floor: time, ids, errors, the database. Knows nothing of customers."""
