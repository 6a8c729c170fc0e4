"""Channels: naming them, last year's patients of each, what they cost, and the plan they share."""
