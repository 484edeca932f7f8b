"""The stage: a page with a customer's phone, the shop's site, and the live inbox beside them."""
