"""What people have ended, written down beside the database: a restored backup does not undo it."""
