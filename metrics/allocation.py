"""Dividing whole patients and leads so that the parts always sum to the whole."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

Weight = int | Fraction | float

MONTHS = 12
EVEN_MONTHS: tuple[int, ...] = (1,) * MONTHS


def round_half_away(value: Fraction) -> int:
    """The nearest whole number; halves go away from zero (2.5 → 3, −2.5 → −3)."""
    magnitude = floor(abs(value) + Fraction(1, 2))
    return magnitude if value >= 0 else -magnitude


def round_together(parts: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Round signed parts to whole numbers that sum to `total`: the largest remainders go up first.

    `total` must be the sum of the parts rounded down or up to a whole number (at most one unit of
    rounding per part); otherwise ValueError. Ties go to the earlier part.
    """
    rounded = [floor(part) for part in parts]
    missing = total - sum(rounded)
    if not 0 <= missing <= len(parts):
        raise ValueError("the total is not a rounding of the parts")
    by_remainder = sorted(range(len(parts)), key=lambda index: rounded[index] - parts[index])
    for index in by_remainder[:missing]:
        rounded[index] += 1
    return tuple(rounded)


def allocate(total: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    """Divide `total` whole units in proportion to `weights` by the largest-remainder method.

    The parts sum to `total` exactly. All-zero weights divide evenly. No weights give no parts.
    Raises ValueError on a negative total or weight, or when there is something to divide and nobody to
    give it to.

    Source: the article's «28 a year = 2 a month» loses four patients; Hamilton's method does not.
    """
    shares = [Fraction(weight) for weight in weights]
    if total < 0 or any(share < 0 for share in shares):
        raise ValueError("totals and weights are not negative")
    if not shares:
        if total:
            raise ValueError("there is nobody to give the units to")
        return ()
    whole = sum(shares)
    if not whole:
        shares, whole = [Fraction(1)] * len(shares), Fraction(len(shares))
    return round_together([total * share / whole for share in shares], total)


def ordinary_month(yearly: Sequence[int]) -> tuple[Fraction, ...]:
    """A month's part of each yearly figure, together enough to reach the year.

    The parts sum to a twelfth of the total, rounded up. They are whole, or have one decimal where a part
    would otherwise be nothing although its year is not.
    """
    smallest = min((figure for figure in yearly if figure), default=MONTHS)
    scale = 10 if smallest < MONTHS else 1
    parts = [Fraction(figure * scale, MONTHS) for figure in yearly]
    rounded = round_together(parts, ceil(sum(parts, Fraction(0))))
    return tuple(Fraction(part, scale) for part in rounded)


def allocate_table(rows: Sequence[int], column_weights: Sequence[Weight]) -> tuple[tuple[int, ...], ...]:
    """Divide every row total over the columns so that rows and columns both sum exactly.

    `rows` are whole totals (a channel's patients in a year), `column_weights` the shape of the year
    (twelve months). Column sums equal `allocate(sum(rows), column_weights)`. Returns one tuple per row.
    """
    remaining = list(rows)
    columns = []
    for column_total in allocate(sum(rows), column_weights):
        column = allocate(column_total, remaining)
        remaining = [left - given for left, given in zip(remaining, column, strict=True)]
        columns.append(column)
    return tuple(tuple(column[row] for column in columns) for row in range(len(rows)))
