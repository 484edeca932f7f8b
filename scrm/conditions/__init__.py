"""The condition language, and its one compiler to SQL."""
