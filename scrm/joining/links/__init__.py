"""Links by which somebody goes on elsewhere; who comes by one is the same person as who asked for it."""
