"""Words of trade that mean the same."""
