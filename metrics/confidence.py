"""How sure a figure is: confidence intervals."""

from math import sqrt
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
