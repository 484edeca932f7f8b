"""For whom an answer is put into words."""
