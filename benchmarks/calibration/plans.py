"""How often next year lies in the plan's range."""

from fractions import Fraction
from math import sqrt

import numpy as np

from metrics.estimate import Estimate
from metrics.funnel import YearFigures, forecast

LEADS_VARY = 0.08


def covered(
    *, growth: float, spread: float, from_rows: bool, returned_known: bool, years: int, seed: int = 7
) -> tuple[float, float]:
    """Share of years whose gap, and whose leads, lie in the range made the year before.

    A base of about 2 000 in which every patient leaves with a chance of its year and recommends with another;
    the difference of two years is `spread` of each. Growing or shrinking by `growth`; 6 % of the base
    came back after a year away. The leads of the next year are those its plan would have taken at its own
    conversion.
    """
    rng = np.random.default_rng(seed)
    gaps = leads = seen = 0
    while seen < years:
        churn, rate, share = 0.37, 0.18, 0.3
        base = [2000.0]
        known: list[tuple[int, int, int, int]] = []
        for _ in range(3):
            previous = int(base[-1])
            lost = rng.binomial(previous, min(0.95, churn * np.exp(rng.normal(0, spread / sqrt(2)))))
            returned = rng.poisson(0.06 * previous)
            referred = rng.poisson(rate * previous * np.exp(rng.normal(0, spread / sqrt(2))))
            others = max(0, round(previous * (1 + growth)) - (previous - lost) - returned - referred)
            patients = previous - lost + returned + referred + others
            known.append((previous, lost, returned, referred))
            base.append(patients)
        previous, lost, returned, referred = known[1]
        patients = int(base[2])
        new = patients - (previous - lost) - returned
        if referred >= new:
            continue
        seen += 1
        figures = YearFigures(
            previous_patients=Estimate.exact(previous),
            patients=Estimate.exact(patients),
            new_patients=Estimate.exact(new),
            returned_patients=Estimate.exact(returned) if returned_known else None,
            referrals=Estimate.exact(referred),
            turnover=Estimate.exact(60_000_000),
            conversion=Estimate.exact(Fraction(3, 10)),
            growth=Estimate.exact(Fraction(1, 5)),
        )
        made = forecast(figures, from_rows=from_rows)
        _, lost_next, _, referred_next = known[2]
        gap = lost_next - referred_next
        assert made.gap_interval is not None
        assert made.leads_interval is not None
        gaps += made.gap_interval[0] <= gap <= made.gap_interval[1]
        wanted = max(0.0, gap + 0.2 * patients)
        asked = round((new - referred) / share)
        measured = rng.binomial(asked, share) / asked
        needed = wanted / measured * np.exp(rng.normal(0, LEADS_VARY))
        leads += made.leads_interval[0] <= needed <= made.leads_interval[1]
    return gaps / years, leads / years
