"""Which of many changes are spoken of: a false discovery rate over everything shown, at two month-ends."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

FALSE_DISCOVERIES = 0.05
Key = TypeVar("Key", bound=Hashable)


class Verdict(StrEnum):
    """What is said of a change: confirmed at two month-ends, or seen for the first time, or nothing."""

    ROSE = "rose"
    FELL = "fell"
    MAY_HAVE_RISEN = "may_have_risen"
    MAY_HAVE_FALLEN = "may_have_fallen"
    STEADY = "steady"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class ChanceTest:
    """A difference in its standard errors, and how likely chance alone strays as far, 0..1."""

    score: float
    chance: float

    @property
    def rose(self) -> bool:
        """The figure is above the one it is compared with."""
        return self.score > 0


UNCHANGED = ChanceTest(0.0, 1.0)


def discoveries(tests: Mapping[Key, ChanceTest]) -> frozenset[Key]:
    """The changes beyond chance with at most 5 % false ones among them.

    Source: Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate.
    Example: chances 0.01, 0.02, 0.5 → the first two (0.02 ≤ 2/3 · 0.05).
    """
    ordered = sorted(tests, key=lambda key: tests[key].chance)
    limits = (FALSE_DISCOVERIES * rank / len(ordered) for rank in range(1, len(ordered) + 1))
    passed = [
        rank
        for rank, (key, limit) in enumerate(zip(ordered, limits, strict=True), 1)
        if tests[key].chance <= limit
    ]
    return frozenset(ordered[: max(passed, default=0)])


def verdicts(now: Mapping[Key, ChanceTest], month_ago: Mapping[Key, ChanceTest]) -> dict[Key, Verdict]:
    """What is said of each change tested now: confirmed where a month ago it was beyond chance the same way.

    Measured: unchanging clinics with a confirmed arrow at one look, over 12 looks: see docs/calibration.md;
    95 % arrows one by one gave 42 % and 98–100 %.
    """
    found, earlier = discoveries(now), discoveries(month_ago)
    return {
        key: _verdict(test, key in found, key in earlier and month_ago[key].rose == test.rose)
        for key, test in now.items()
    }


def _verdict(test: ChanceTest, is_beyond: bool, was_beyond: bool) -> Verdict:
    if not is_beyond:
        return Verdict.STEADY
    if was_beyond:
        return Verdict.ROSE if test.rose else Verdict.FELL
    return Verdict.MAY_HAVE_RISEN if test.rose else Verdict.MAY_HAVE_FALLEN
