"""Texts in every language, and reading and writing numbers as people do."""
