"""What can be asked of the writer of plans: plain data that travels between processes."""

from dataclasses import dataclass

from metrics.allocation import MONTHS
from metrics.channels import ChannelPlan
from metrics.funnel import Forecast


@dataclass(frozen=True, slots=True)
class Heading:
    """What a workbook is of, and in which language and currency it is written.

    subject: the name of the clinic or of the part of it that is planned; None if it has none.
    """

    plan_year: int
    subject: str | None
    language: str
    currency: str


@dataclass(frozen=True, slots=True)
class PlanBook:
    """The plan of a year, with its channels where there are any.

    how: the explanation of every figure, a text each, without markup.
    """

    heading: Heading
    forecast: Forecast
    channels: ChannelPlan | None
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What came through a channel in each month of the year; None for a month that is not known yet."""

    channel: str
    patients: tuple[int | None, ...] = (None,) * MONTHS
    leads: tuple[int | None, ...] = (None,) * MONTHS


@dataclass(frozen=True, slots=True)
class ChannelBook:
    """The plan of the channels with what came so far, for the marketer."""

    heading: Heading
    plan: ChannelPlan
    facts: tuple[ChannelFacts, ...]
