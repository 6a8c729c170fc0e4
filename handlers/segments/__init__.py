"""Segments: the same plan for the clinic, a doctor, a speciality, a channel, a branch, side by side."""
