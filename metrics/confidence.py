"""How sure a figure is: confidence intervals."""

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist


def standard_score(level: float = 0.95) -> float:
    """Half-width of the central `level` of a standard normal distribution, in standard deviations.

    Raises ValueError if `level` is outside (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a share, `(low, high)` within 0..1.

    `successes` out of `trials`; fractional counts are allowed (they come from estimated inputs).
    Raises ValueError if `trials` is not positive or `successes` lies outside 0..`trials`.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError("a share needs 0 <= successes <= trials and trials > 0")
    z = standard_score(level)
    share = successes / trials
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return low, high


def student_tail(score: float, freedom: int) -> float:
    """Chance that Student's t with `freedom` degrees of freedom lies farther from zero than `score`, 0..1.

    Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4, exact for whole degrees of freedom.
    Raises ValueError below one degree of freedom.
    """
    if freedom < 1:
        raise ValueError("Student's t has one degree of freedom at least")
    angle = atan(abs(score) / sqrt(freedom))
    sine, square = sin(angle), cos(angle) ** 2
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range((freedom - odd) // 2):
        total += term
        term *= square * (2 * step + 1 + odd) / (2 * step + 2 + odd)
    within = 2 / pi * (angle + sine * total) if odd else sine * total
    return min(1.0, max(0.0, 1 - within))


@lru_cache(maxsize=1024)
def student_score(freedom: int, level: float = 0.95) -> float:
    """Half-width of the central `level` of Student's t, in units of its scale.

    Raises ValueError below one degree of freedom, or if `level` is outside (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    low, high = 0.0, 1.0
    while student_tail(high, freedom) > 1 - level:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if student_tail(middle, freedom) > 1 - level:
            low = middle
        else:
            high = middle
    return high
