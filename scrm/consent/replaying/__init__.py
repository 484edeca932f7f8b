"""What the ledger knows and the database does not, put in force at the start; and the other way."""
