"""Whether the definitions keep what they promise in clinics of mid-life: tables for docs/calibration.md.

`python -m benchmarks.calibration [clinics]`, 200 by default; the exit code is 1 where a promise is broken.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.calibration.advice import alarms, names_the_fall
from benchmarks.calibration.calls import lifts
from benchmarks.calibration.changes import (
    broken_records,
    false_months,
    level_alarms,
    movement_changes,
    return_alarms,
)
from benchmarks.calibration.clinics import MidlifeClinic, Shift
from benchmarks.calibration.plans import covered
from benchmarks.calibration.values import early_alarms, false_value_falls, values

CLINICS = 200
CHANGED = 48
"""Month of the export in which the clinics that change do so."""
STEADY = MidlifeClinic(years=6)
MESSY = replace(STEADY, season=0.3, campaigns=2, families=0.3)
YEARLY = replace(STEADY, rhythm=(182, 395))
SMALL = replace(STEADY, new=15)
JAGGED = replace(STEADY, jagged=0.3)
HEAVY = replace(STEADY, heavy=0.01)
UNCHANGING = {
    "steady": STEADY,
    "messy": MESSY,
    "yearly": YEARLY,
    "small": SMALL,
    "jagged season": JAGGED,
    "heavy bills": HEAVY,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: what was measured, of which clinics, the figure, and where it has to lie."""

    what: str
    clinics: str
    figure: float
    low: float
    high: float

    @property
    def is_kept(self) -> bool:
        """Within its bounds."""
        return self.low <= self.figure <= self.high

    def __str__(self) -> str:
        mark = "" if self.is_kept else " ✗"
        return f"| {self.what} | {self.clinics} | {self.figure:.3g}{mark} | {self.low:g}…{self.high:g} |"


def of_values(clinics: int) -> Iterator[Line]:
    """LTV12 and the lifetime against the truth."""
    for years in (3, 4, 6):
        for growth in (0.0, 0.1, -0.1):
            found = values(replace(STEADY, years=years, growth=growth), clinics)
            name = f"{years} years, growth {growth:+.0%}"
            yield Line("LTV12, bias", name, found.bias, -0.015, 0.015)
            yield Line("LTV12, covers", name, found.covers, 0.92, 0.98)
            yield Line("lifetime to its horizon ÷ truth", name, found.life, 0.96, 1.04)
            if years > 3:
                yield Line("LTV12, false 99 % change a look", name, found.false_change, 0, 0.03)
    yield Line("lifetime to its horizon ÷ truth", "yearly", values(YEARLY, clinics).life, 0.9, 1.1)
    heavy = values(HEAVY, clinics)
    yield Line("heavy bills named", "heavy bills", heavy.heavy, 0.5, 1)
    falls = false_value_falls(replace(HEAVY, years=7), clinics)
    yield Line("LTV12, false falls in 38 looks", "heavy bills", falls, 0, 0.12)


def of_years(clinics: int) -> Iterator[Line]:
    """What unchanging clinics are told, and a fall of new patients."""
    for name, clinic in UNCHANGING.items():
        for figure, (rose, fell) in movement_changes(clinic, clinics).items():
            yield Line(f"{figure}, false 99 % change", name, rose + fell, 0, 0.015)
        yield Line("last month, false fall", name, false_months(clinic, clinics)[0], 0, 0.02)
        one, twelve = alarms(clinic, clinics)
        yield Line("any arrow or sign, one look", name, one, 0, 0.04)
        yield Line("any arrow or sign, 12 looks", name, twelve, 0, 0.16)
    for name, clinic, least in (("steady", STEADY, 0.9), ("messy", MESSY, 0.5)):
        fewer = replace(clinic, years=5, shifts=(Shift("new", CHANGED, 0.7),))
        yield Line("new −30 % over a year, seen", name, movement_changes(fewer, clinics)["new"][1], least, 1)


def of_signs(clinics: int) -> Iterator[Line]:
    """How soon the early signs speak, and how often for nothing."""
    months = range(CHANGED, 84)
    long = replace(STEADY, years=7)
    cheaper = replace(long, shifts=(Shift("value", CHANGED, 0.75),))
    seen = _median(early_alarms(cheaper, clinics, months))
    yield Line("value of new −25 %, 90-day line, months", "steady", seen, 0, 10)
    for name, clinic in (("steady", long), ("messy", replace(MESSY, years=7))):
        false = early_alarms(clinic, clinics, range(46, 84))
        yield Line("90-day line, false in 38 looks", name, float(np.isfinite(false).mean()), 0, 0.12)
        few = replace(clinic, new=30, returning=0.3)
        leaving = replace(few, shifts=(Shift("returning", CHANGED, 0.7),))
        if name == "steady":
            seen = _median(return_alarms(leaving, clinics, months))
            yield Line("repeat 20 → 14 %, O/E, months", name, seen, 0, 14)
        quiet = return_alarms(replace(few, years=6), clinics, range(48, 73))
        yield Line("O/E, false in 25 looks", name, float(np.isfinite(quiet).mean()), 0, 0.08)
        level = level_alarms(replace(clinic, years=6), clinics, range(48, 73))
        yield Line("level of turnover, false in 24 looks", name, float(np.isfinite(level).mean()), 0, 0.1)
    check = replace(STEADY, years=5, shifts=(Shift("price", CHANGED, 0.75),))
    for after, least in ((5, 0.5), (8, 0.8)):
        share = names_the_fall(check, clinics, CHANGED + after)
        yield Line(f"check −25 %, advice begins with it after {after} months", "steady", share, least, 1)


def of_records(clinics: int) -> Iterator[Line]:
    """Changed numbers and closed months."""
    changed = replace(STEADY, years=4, new_ids=(30, 1.0))
    for name, clinic in (("all", changed), ("half", replace(changed, new_ids=(30, 0.5)))):
        yield Line(f"changed ids ({name}), found", "steady", broken_records(clinic, clinics)[0], 0.95, 1)
    closed = replace(STEADY, years=4, closed=(39, 40))
    yield Line("closed months, found exactly", "steady", broken_records(closed, clinics)[2], 0.95, 1)
    for name, clinic in UNCHANGING.items():
        ids, _, right = broken_records(clinic, clinics)
        yield Line("changed ids, false", name, ids, 0, 0.02)
        yield Line("closed months, false", name, 1 - right, 0, 0.02)


def of_plans(clinics: int) -> Iterator[Line]:
    """The plan's range and that of the leads."""
    for growth in (0.0, 0.1, -0.1):
        for from_rows in (True, False):
            for known in (True, False):
                figures = "rows" if from_rows else "typed"
                name = f"growth {growth:+.0%}, {figures}, returned {'known' if known else 'unknown'}"
                gap, leads = covered(
                    growth=growth,
                    spread=0.08 if from_rows else 0.15,
                    from_rows=from_rows,
                    returned_known=known,
                    years=clinics * 2,
                )
                yield Line("plan's range covers the gap", name, gap, 0.92, 1)
                yield Line("leads' range covers", name, leads, 0.92, 1)


def of_calls(clinics: int) -> Iterator[Line]:
    """The order of the calls."""
    lift = lifts(replace(STEADY, years=5), clinics)
    yield Line("first fifth of the calls, visits ÷ its share", "half-yearly rhythm", lift, 1.7, 5)


def _median(months: list[float]) -> float:
    return float(np.median(months)) - CHANGED


def main(clinics: int) -> int:
    print(f"{clinics} clinics a line\n\n| what | clinics | figure | has to be |\n| --- | --- | ---: | ---: |")
    broken = 0
    for part in (of_values, of_years, of_signs, of_records, of_plans, of_calls):
        for line in part(clinics):
            print(line, flush=True)
            broken += not line.is_kept
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CLINICS))
