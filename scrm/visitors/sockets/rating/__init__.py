"""How it was, said on a socket."""
