"""How it was: what visitors say of a conversation that is done."""
