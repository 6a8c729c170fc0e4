"""A clinic's figures month by month: what a month is, and what is known of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Self

from metrics.allocation import MONTHS


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; number is 1…12. Raises ValueError for any other number."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MONTHS:
            raise ValueError("months are numbered 1 to 12")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month written «2026-10». Raises ValueError for anything else."""
        year, _, number = text.partition("-")
        return cls(int(year), int(number))

    def shift(self, months: int) -> "Month":
        """The month so many later; earlier for a negative number."""
        year, number = divmod(self.year * MONTHS + self.number - 1 + months, MONTHS)
        return Month(year, number + 1)

    def until(self, last: "Month") -> Iterator["Month"]:
        """Every month from this one to `last`, both included; none if `last` is earlier."""
        month = self
        while month <= last:
            yield month
            month = month.shift(1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


class MonthFigure(StrEnum):
    """What is entered of a month; the names of the yearly figures where they mean the same."""

    NEW_PATIENTS = "new_patients"
    REFERRALS = "referrals"
    LEADS = "leads"
    STARTED = "started"
    TURNOVER = "turnover"
    PATIENTS = "patients"
    VISITS = "visits"


MonthlyFigures = Mapping[MonthFigure, Fraction]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one month of a clinic; a figure that is not known is absent.

    new_patients: people who came for the first time ever, of them `referrals` by referral; leads: who left a
    contact, of them `started` a treatment; turnover: money received net of refunds, in whole units of the
    clinic's currency; patients: different people seen in the month; visits: their visits.
    channels: leads and new patients of the month by channel id.
    """

    month: Month
    clinic: MonthlyFigures
    channels: Mapping[str, MonthlyFigures]

    @property
    def attracted(self) -> Fraction | None:
        """New patients who did not come by referral: what the plan asks of marketing."""
        new = self.clinic.get(MonthFigure.NEW_PATIENTS)
        referrals = self.clinic.get(MonthFigure.REFERRALS)
        return None if new is None or referrals is None else new - referrals
