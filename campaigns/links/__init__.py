"""Short links in what campaigns send, and who follows them."""
