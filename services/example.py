"""The clinic of the article, to look at before entering one's own figures."""

from fractions import Fraction

from metrics.estimate import Estimate
from metrics.funnel import Figure, Forecast, forecast
from services.answers import Answer
from services.workspace import Segment, SegmentKind

CURRENCY = "RUB"

FIGURES: dict[str, Fraction] = {
    Figure.PATIENTS: Fraction(2000),
    Figure.PREVIOUS_PATIENTS: Fraction(1850),
    Figure.NEW_PATIENTS: Fraction(575),
    Figure.TURNOVER: Fraction(60_000_000),
    Figure.REFERRALS: Fraction(462),
    Figure.CONVERSION: Fraction(30, 100),
    Figure.GROWTH: Fraction(20, 100),
}
"""The table of the article was a picture and is lost; these inputs give all its printed results."""


def example_segment(plan_year: int) -> Segment:
    """The article's clinic, planned for a year."""
    answers = {name: Answer(estimate=Estimate.exact(value)) for name, value in FIGURES.items()}
    return Segment("example", SegmentKind.CLINIC, None, plan_year, answers)


def example_forecast(segment: Segment) -> Forecast:
    """Its forecast with the article's own rounding, so that every printed figure is met."""
    return forecast(segment.figures, as_in_article=True)
