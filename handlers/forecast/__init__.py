"""The result: the plan in words, its picture, and what one can do with it."""
