"""What messages say, asked of the database alone."""
