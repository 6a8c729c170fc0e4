"""Reminders: agreeing on a day, sending on it, and the buttons under what was sent."""
