"""Why somebody has a tag, or why not: what a rule saw of them."""
