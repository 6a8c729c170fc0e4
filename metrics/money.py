"""How money is counted: exactly, in whole kopecks where it comes from visits."""

from typing import Final

KOPECKS: Final = 100
"""In one unit of the clinic's currency; amounts of visits are in kopecks, plans and facts in whole units."""
