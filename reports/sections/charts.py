"""A chart of a section: what the chat says of the picture, and its numbers for programs that draw."""

from charts.drawing import words_of
from charts.requests import ChartRequest
from reports.model import Chart, Native
from reports.telling import Telling


def chart(told: Telling, picture: ChartRequest, native: Native, height: int, *, titled: bool = True) -> Chart:
    """titled: under its own finding, unless the headline of the section says it."""
    words = words_of(picture)
    return Chart(
        title=words.title if titled else "",
        unit=words.subtitle,
        alt=told.say("chart-alt", title=words.title, unit=words.subtitle),
        picture=picture,
        native=native,
        height=height,
        note="\n".join(f"{note}." for note in words.notes),
    )
