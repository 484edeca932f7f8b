"""What people did elsewhere, such as an order, told by the programs that know of it."""
