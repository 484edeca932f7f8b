"""The websites that show our chat: which there are, and from where their visitors may come."""
