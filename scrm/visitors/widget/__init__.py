"""The widget's built files, as a site's pages load them."""
