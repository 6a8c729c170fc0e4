"""The start window and everything that leads from it."""
