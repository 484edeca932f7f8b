"""Going on elsewhere: a visitor takes the conversation along to another platform."""
