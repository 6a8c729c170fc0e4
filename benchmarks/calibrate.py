"""Whether the figures tell the truth: clinics whose truth is known, and how often the intervals hold it.

`python -m benchmarks.calibrate [clinics]` prints a table for docs and fails where a promise is broken.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.synthetic import OPENED, SyntheticClinic, patients_of, visits_of
from metrics.advice import Rule
from metrics.analysis import Analysis, analyze
from metrics.days import YEAR, FloatArray, as_date, day_number, window_days
from metrics.measures import Metric
from metrics.retention import EPISODE_GAP

CLINICS = 1000
PATIENTS = 600
YEARS = 6
WINDOW_MONTHS = 18
LIVES = 1_000_000
LIFETIME_BIAS = 0.02
COVERED = (0.92, 0.97)
NOT_ABOUT_CHANGE = {Rule.MONTH_WITHIN_BAND, Rule.SHORT_HISTORY, Rule.SINGLE_SPECIALITY, Rule.ONE_DOCTOR}


@dataclass(frozen=True)
class Truth:
    """What the rows were made to say; money in kopecks, time in days."""

    lifetime: float
    ltv: float
    first_year: float
    repeat: float
    second: float
    check: float

    def of(self, metric: Metric) -> float:
        """The true value of a figure."""
        return {
            Metric.LIFETIME: self.lifetime,
            Metric.LTV: self.ltv,
            Metric.FIRST_YEAR_VALUE: self.first_year,
            Metric.REPEAT_INDEX: self.repeat,
            Metric.SECOND_VISIT: self.second,
            Metric.VISIT_CHECK: self.check,
        }[metric]


JUDGED = (
    Metric.LIFETIME,
    Metric.LTV,
    Metric.FIRST_YEAR_VALUE,
    Metric.REPEAT_INDEX,
    Metric.SECOND_VISIT,
    Metric.VISIT_CHECK,
)


def truth_of(clinic: SyntheticClinic, rng: np.random.Generator, lives: int) -> Truth:
    """Lifetime and check in closed form, the rest from so many whole lives seen to their ends."""
    parts = [_lives(clinic, lives // 20, rng) for _ in range(20)]
    visits, first_year_visits, repeat, second = np.mean(parts, axis=0).tolist()
    # Prices don't go with the number of visits: money within a window is the check times the visits.
    check = clinic.price * float(np.exp((clinic.spread_between**2 + clinic.spread_within**2) / 2))
    return Truth(clinic.lifetime, check * visits, check * first_year_visits, repeat, second, check)


def _lives(clinic: SyntheticClinic, patients: int, rng: np.random.Generator) -> list[float]:
    """Visits within the window and within a year, share with a new course, share with a second visit soon."""
    ages, _ = patients_of(clinic, patients, rng)
    alive = ages >= 0
    visits, first_year_visits = (
        float((alive & (ages <= days)).sum() / patients) for days in (window_days(WINDOW_MONTHS), YEAR)
    )
    gaps = np.diff(ages, axis=1)
    new_course = (gaps > EPISODE_GAP) & alive[:, 1:] & (ages[:, 1:] <= YEAR)
    # If any later course begins within the year, so does the second.
    repeat = float(new_course.any(axis=1).mean())
    second = float((alive[:, 1] & (ages[:, 1] <= EPISODE_GAP)).mean())
    return [visits, first_year_visits, repeat, second]


def analyses(clinic: SyntheticClinic, clinics: int) -> Iterator[Analysis]:
    """The analysis of each clinic at the end of its last year."""
    as_of = as_date(day_number(OPENED) + round(YEARS * 365.25) - 1)
    for seed in range(clinics):
        rng = np.random.default_rng(seed)
        visits = visits_of(clinic, PATIENTS, YEARS, rng, labels=True)
        yield analyze(visits, as_of, rng, with_outlook=False, window_months=WINDOW_MONTHS)


def slope(analysis: Analysis, level: float) -> float:
    """Yearly rise of the registered LTV by least squares, as a share of its true level."""
    line = [(day_number(point.month_end), point.value) for point in analysis.registered]
    days, values = (np.array(column, np.float64) for column in zip(*line, strict=True))
    return float(np.polyfit(days / 365.25, values, 1)[0] / level)


def main(clinics: int, lives: int = LIVES) -> int:
    clinic = SyntheticClinic()
    truth = truth_of(clinic, np.random.default_rng(0), lives)
    values: dict[Metric, list[float]] = {metric: [] for metric in JUDGED}
    held: Counter[Metric] = Counter()
    fired: Counter[Rule] = Counter()
    slopes = []
    for analysis in analyses(clinic, clinics):
        slopes.append(slope(analysis, truth.ltv))
        fired.update(f.rule for f in analysis.findings if f.rule not in NOT_ABOUT_CHANGE)
        for metric in JUDGED:
            measure = analysis.measure(metric)
            assert measure.value is not None
            assert measure.low is not None
            assert measure.high is not None
            values[metric].append(measure.value)
            held[metric] += measure.low <= truth.of(metric) <= measure.high
    broken = _report(clinics, truth, values, held)
    broken += _report_slope(np.array(slopes))
    print(f"\nRules about a change that fired although nothing changed, of {clinics} clinics:")
    for rule, times in fired.most_common():
        print(f"- {rule.value}: {times} ({times / clinics:.1%})")
    return 1 if broken else 0


def _report(
    clinics: int, truth: Truth, values: dict[Metric, list[float]], held: Counter[Metric]
) -> list[str]:
    print(f"{clinics} clinics of {PATIENTS} patients over {YEARS} years, opened {date.isoformat(OPENED)}\n")
    print("| figure | truth | mean found | bias | 95 % interval holds it |")
    print("| --- | ---: | ---: | ---: | ---: |")
    broken = []
    for metric in JUDGED:
        mean, true, share = float(np.mean(values[metric])), truth.of(metric), held[metric] / clinics
        print(f"| {metric.value} | {true:.4g} | {mean:.4g} | {mean / true - 1:+.2%} | {share:.1%} |")
        if not COVERED[0] <= share <= COVERED[1]:
            broken.append(f"{metric.value}: coverage {share:.1%}")
        if metric is Metric.LIFETIME and abs(mean / true - 1) > LIFETIME_BIAS:
            broken.append(f"lifetime: bias {mean / true - 1:+.1%}")
    return broken


def _report_slope(slopes: FloatArray) -> list[str]:
    half = 1.96 * float(slopes.std(ddof=1)) / len(slopes) ** 0.5
    low, high = float(slopes.mean()) - half, float(slopes.mean()) + half
    print(
        f"\nRegistered LTV, yearly slope: {slopes.mean():+.3%} of its level (95 %: {low:+.3%} to {high:+.3%})"
    )
    return [] if low <= 0 <= high else ["registered LTV is not flat"]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CLINICS))
