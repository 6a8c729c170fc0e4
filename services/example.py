"""The clinic of the article, to look at before entering one's own figures."""

from metrics.estimate import Estimate
from metrics.example import EXAMPLE
from metrics.funnel import Forecast, forecast
from services.answers import Answer
from services.segments import Segment, SegmentKind

CURRENCY = "RUB"


def example_segment(plan_year: int) -> Segment:
    """The article's clinic, planned for a year."""
    answers = {str(figure): Answer(estimate=Estimate.exact(value)) for figure, value in EXAMPLE.items()}
    return Segment("example", SegmentKind.CLINIC, None, plan_year, answers)


def example_forecast(segment: Segment) -> Forecast:
    """Its forecast with the article's own rounding, so that every printed figure is met."""
    return forecast(segment.figures, as_in_article=True)
