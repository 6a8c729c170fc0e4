"""A figure that may be known exactly or only within bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

Exact = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the bounds it is known within; an exact figure has `low == value == high`.

    Exact rational numbers, so that money and patients are never bent by binary fractions.
    """

    value: Fraction
    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError("an estimate lies within its bounds")

    @classmethod
    def exact(cls, value: Exact) -> Self:
        """A figure taken from records."""
        known = Fraction(value)
        return cls(known, known, known)

    @classmethod
    def between(cls, low: Exact, high: Exact) -> Self:
        """A figure known only to lie between two bounds; its value is the middle."""
        bottom, top = Fraction(low), Fraction(high)
        return cls((bottom + top) / 2, bottom, top)

    @property
    def is_exact(self) -> bool:
        """Whether the figure is known without doubt."""
        return self.low == self.high

    def map(self, change: Callable[[Fraction], Fraction]) -> "Estimate":
        """The same estimate after a monotonic change of scale."""
        low, high = sorted((change(self.low), change(self.high)))
        return Estimate(change(self.value), low, high)
