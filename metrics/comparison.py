"""Whether two figures differ beyond chance: a change with its own interval."""

from dataclasses import dataclass
from math import sqrt

from metrics.confidence import standard_score
from metrics.judgement import Verdict

Interval = tuple[float, float]

STRICT = standard_score(0.99) / standard_score(0.95)
"""Where many changes are looked at together, one has to clear 99 %, not 95 %, to be spoken of."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure against an earlier or another one: `difference` = this − other, with its 95 % interval."""

    other: float
    difference: float
    low: float
    high: float
    verdict: Verdict | None = None
    """Judged together with everything shown and at two month-ends; None where one compares only this."""

    @property
    def rose(self) -> bool:
        """The difference is above zero beyond chance."""
        return self.low > 0 if self.verdict is None else self.verdict is Verdict.ROSE

    @property
    def fell(self) -> bool:
        """The difference is below zero beyond chance."""
        return self.high < 0 if self.verdict is None else self.verdict is Verdict.FELL

    @property
    def clearly_rose(self) -> bool:
        """The difference is above zero beyond its 99 % interval."""
        if self.verdict is not None:
            return self.rose
        return self.difference > STRICT * (self.difference - self.low)

    @property
    def clearly_fell(self) -> bool:
        """The difference is below zero beyond its 99 % interval."""
        if self.verdict is not None:
            return self.fell
        return -self.difference > STRICT * (self.high - self.difference)

    @property
    def steady(self) -> bool:
        """The difference is within chance."""
        return self.low <= 0 <= self.high if self.verdict is None else self.verdict is Verdict.STEADY


def change(value: float, interval: Interval, other: float, other_interval: Interval) -> FigureChange:
    """Difference of two independent figures, each with its own 95 % interval.

    The distances to the interval ends add in squares; for two shares with Wilson intervals this is Newcombe's
    interval. Source: Newcombe, R. G. (1998), Interval estimation for the difference between independent
    proportions, method 10; Zou, G. Y. and Donner, A. (2008) for any other figure.
    """
    difference = value - other
    below = sqrt((value - interval[0]) ** 2 + (other_interval[1] - other) ** 2)
    above = sqrt((interval[1] - value) ** 2 + (other - other_interval[0]) ** 2)
    return FigureChange(other, difference, difference - below, difference + above)


def count_interval(count: int) -> Interval:
    """95 % score interval of the mean behind a count of independent arrivals (Poisson).

    Source: Rao's score interval, count + z²/2 ± z·√(count + z²/4). Raises ValueError on a negative count.
    """
    if count < 0:
        raise ValueError("a count can't be negative")
    z = standard_score()
    centre = count + z * z / 2
    half = z * sqrt(count + z * z / 4)
    return max(0.0, centre - half), centre + half
