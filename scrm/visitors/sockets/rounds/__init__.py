"""One round to many sockets."""
