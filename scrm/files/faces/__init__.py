"""Pictures of colleagues, which customers see beside an answer."""
