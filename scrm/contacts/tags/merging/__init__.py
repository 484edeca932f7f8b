"""Two tags that mean the same become one."""
