"""The maths: pure functions over frozen dataclasses; no clock, disk, locale or messenger."""
