"""The clinic of the article: the example everybody sees before entering figures of their own."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from metrics.funnel import Figure

EXAMPLE: Final[Mapping[Figure, Fraction]] = {
    Figure.PATIENTS: Fraction(2000),
    Figure.PREVIOUS_PATIENTS: Fraction(1850),
    Figure.NEW_PATIENTS: Fraction(575),
    Figure.TURNOVER: Fraction(60_000_000),
    Figure.REFERRALS: Fraction(462),
    Figure.CONVERSION: Fraction(30, 100),
    Figure.GROWTH: Fraction(20, 100),
}
"""The table of the article was a picture and is lost; these inputs give all its printed results."""
