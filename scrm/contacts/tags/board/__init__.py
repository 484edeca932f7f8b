"""The board of all tags: made, renamed, grouped, and put away."""
