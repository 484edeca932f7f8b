"""Ready rules, a bot and articles for a kind of business."""
