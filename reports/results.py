"""What a report is made of: results that were there before it, and whom it is for."""

from dataclasses import dataclass
from datetime import date

from charts.requests import Decision
from metrics.advice import AdviceFinding
from metrics.analysis import Analysis
from metrics.funnel import Forecast
from metrics.plan_fact import MonthReport


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of new patients for a year."""

    year: int
    forecast: Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of one clinic; what is None or empty is not known, and the report goes without it.

    clinic: the name its owner gave, may be empty. findings: those of the analysis and of what the owner told.
    month: the newest month against its plan. left_out: rows of the files that count for nothing.
    logo: a PNG or JPEG.
    """

    analysis: Analysis
    findings: tuple[AdviceFinding, ...]
    made_on: date
    language: str
    currency: str = "RUB"
    clinic: str = ""
    decisions: tuple[Decision, ...] = ()
    plan: Plan | None = None
    month: MonthReport | None = None
    logo: bytes | None = None
