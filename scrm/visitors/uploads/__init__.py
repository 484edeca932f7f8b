"""Files from visitors, looked at before they are taken, and files for them."""
