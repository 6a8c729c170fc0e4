"""How near LTV12 and the lifetime come to the truth, and how often LTV12 changes by itself."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.calibration.clinics import MidlifeClinic, export, live
from metrics.days import YEAR, as_date, month_end_day, window_days
from metrics.judgement import ChanceTest
from metrics.lifetime import lifetime_to_horizon
from metrics.newcomers import newcomers_from
from metrics.rolling_value import EARLY, EarlyMoney, early_fall, rolling_value, value_test
from metrics.visits import VisitHistory

LARGE = 100
"""How many times as many patients the clinic has that the truth is read from."""
LOOKS = 38


@dataclass(frozen=True, slots=True)
class ValueResult:
    """Of many clinics: bias of LTV12, share of intervals with the truth, named heavy, false changes a look.

    life: mean of the lifetimes to the horizon found ÷ the true one.
    """

    bias: float
    covers: float
    heavy: float
    false_change: float
    life: float


def true_value(clinic: MidlifeClinic, rng: np.random.Generator) -> float:
    """Kopecks of days 0…365 per patient of the cohorts that matured in the last year, all lives known."""
    lives = live(replace(clinic, new=clinic.new * LARGE), rng)
    first = lives.first
    cohort = (first > clinic.end - 2 * YEAR) & (first <= clinic.end - YEAR)
    money = lives.amount[cohort[lives.patient] & (lives.since_first <= YEAR)].sum()
    return float(money) / int(cohort.sum())


def true_lifetime(clinic: MidlifeClinic, months: int, rng: np.random.Generator) -> float:
    """Mean days from first to last visit within so many months, of patients seen to their ends."""
    lives = live(replace(clinic, new=clinic.new * 10), rng, years_after=12)
    last = np.zeros(lives.first.size, np.int64)
    np.maximum.at(last, lives.patient, lives.day)
    begun = (lives.first > clinic.end - 6 * YEAR) & (lives.first <= clinic.end)
    return float(np.minimum(last - lives.first, window_days(months))[begun].mean())


def values(clinic: MidlifeClinic, clinics: int, seed: int = 1) -> ValueResult:
    """LTV12 and the lifetime to its horizon in so many clinics that live alike."""
    truth = true_value(clinic, np.random.default_rng(seed))
    found, held, heavy, changes, lives, months = [], 0, 0, [], [], 24
    for history in histories(clinic, clinics, seed):
        since = newcomers_from(history)
        money = EarlyMoney.within(history, YEAR)
        value = rolling_value(history, history.as_of, since, money)
        assert value is not None
        assert not value.provisional
        found.append(value.value)
        held += value.low <= truth <= value.high
        heavy += value.few_bills_decide
        test = value_test(history, history.as_of, since, money.revenue)
        if test is not None:
            changes.append(test.chance < 0.01)
        life = lifetime_to_horizon(history, since)
        assert life is not None
        months = life.months
        lives.append(life.life.days)
    true_life = true_lifetime(clinic, months, np.random.default_rng(seed))
    return ValueResult(
        float(np.mean(found)) / truth - 1,
        held / clinics,
        heavy / clinics,
        float(np.mean(changes)) if changes else float("nan"),
        float(np.mean(lives)) / true_life,
    )


def false_value_falls(clinic: MidlifeClinic, clinics: int, seed: int = 1) -> float:
    """Share of clinics in which LTV12 a year apart falls at 99 % in one of 38 monthly looks, two running."""
    alarmed = 0
    for history in histories(clinic, clinics, seed):
        since, money = newcomers_from(history), EarlyMoney.within(history, YEAR).revenue
        tests = [value_test(history, end, since, money) for end in looks(history, LOOKS)]
        alarmed += twice_running([test is not None and is_fall(test) for test in tests])
    return alarmed / clinics


def is_fall(test: ChanceTest) -> bool:
    """Down at 99 %."""
    return test.chance < 0.01 and not test.rose


def early_alarms(clinic: MidlifeClinic, clinics: int, months: Sequence[int], seed: int = 1) -> list[float]:
    """For each clinic the first of the months (of the export) at which the 90-day line falls at two looks.

    Infinity where it does not.
    """
    return [
        first_of_two(
            months,
            [
                (fall := early_fall(history, end, since, money)) is not None and fall.is_fall
                for end in month_ends(history, months)
            ],
        )
        for history in histories(clinic, clinics, seed)
        for since, money in [(newcomers_from(history), EarlyMoney.within(history, EARLY))]
    ]


def histories(clinic: MidlifeClinic, clinics: int, seed: int) -> Iterator[VisitHistory]:
    """So many clinics at the end of their exports."""
    for number in range(clinics):
        rng = np.random.default_rng((seed, number))
        yield VisitHistory.at(export(clinic, live(clinic, rng)), as_date(clinic.end))


def looks(history: VisitHistory, count: int) -> list[int]:
    """The last days of the last `count` months."""
    return [month_end_day(month) for month in list(history.complete_months)[-count:]]


def month_ends(history: VisitHistory, months: Sequence[int]) -> list[int]:
    """The last days of months of the export, counted from 1."""
    start = history.complete_months.start
    return [month_end_day(start + month - 1) for month in months]


def twice_running(alarms: Sequence[bool]) -> bool:
    """Some alarm stands at two looks running."""
    return any(first and second for first, second in itertools.pairwise(alarms))


def first_of_two(months: Sequence[int], alarms: Sequence[bool]) -> float:
    """The month of the second of the first two alarms running; infinity without."""
    for month, first, second in zip(months[1:], alarms, alarms[1:], strict=False):
        if first and second:
            return month
    return float("inf")
