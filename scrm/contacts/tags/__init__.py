"""Tags: words about people, each with who set it, why, and from when until when."""
