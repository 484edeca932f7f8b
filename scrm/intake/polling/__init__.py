"""Reading platforms that do not call us."""
