"""The stage: a page with a customer's phone at the left and the live inbox at the right."""
