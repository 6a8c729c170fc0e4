"""Reminders: when a month is asked for, and what becomes of each reminder."""
