"""One switch that stops all campaigns."""
