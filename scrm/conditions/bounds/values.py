"""Bounds of a condition. They keep one question from costing what a thousand would."""

DEEPEST = 8
"""Groups within one another: more is not read by anybody, and the SQL nests as deeply."""
MOST_LEAVES = 100
LONGEST_PATTERN = 500
MOST_KEYWORDS = 5_000
LONGEST_KEYWORD = 200
MOST_LISTED = 1_000
LONGEST_NAME = 200
LONGEST_VALUE = 2_000
"""As long as an attribute's value may be."""
LARGEST_NUMBER = 2**53
"""Up to here a browser, JSON and both databases agree on every whole number."""
LARGEST_COUNT = 1_000_000
LARGEST_SUM = LARGEST_NUMBER
MOST_MISTAKES = 50
"""Nobody mends more than these before looking again."""
