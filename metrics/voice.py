"""What patients say: NPS, CSI, CES, and whether enough of them have said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from metrics.comparison import Interval
from metrics.confidence import standard_score, wilson

PROMOTER, DETRACTOR = 9, 6
NPS_SCALE = range(11)
EFFORT_SCALE = range(1, 8)
LITTLE_EFFORT = 5
ENOUGH = 30
"""Below this many answers there is no headline."""


@dataclass(frozen=True, slots=True)
class Nps:
    """Net promoter score, −100..100, with its 95 % interval; `headline` only from 30 answers on."""

    value: float
    low: float
    high: float
    answers: int
    promoters: int
    detractors: int

    @property
    def headline(self) -> bool:
        """Enough answers to be shown by itself."""
        return self.answers >= ENOUGH


@dataclass(frozen=True, slots=True)
class Effort:
    """CES on 1–7 where 7 is the least effort: the mean and the share of 5–7."""

    mean: float
    little_effort: float
    low: float
    high: float
    answers: int


@dataclass(frozen=True, slots=True)
class Response:
    """How many of the invited answered, and how far silence could move a share found among them.

    needed: answers for ±5 points at 95 % in a base of this size; enough: they are there.
    """

    answered: int
    invited: int
    rate: float
    needed: int

    @property
    def enough(self) -> bool:
        """At least the needed number answered; it does not cure those who would have answered otherwise."""
        return self.answered >= self.needed

    def bounds(self, share: float) -> Interval:
        """The share among all invited if all the silent said no, and if all said yes."""
        return self.rate * share, self.rate * share + 1 - self.rate


def nps(scores: Sequence[int]) -> Nps | None:
    """100·(share of 9–10 − share of 0–6); variance (P + D − (P − D)²)/n. None without answers.

    Raises ValueError on a score outside 0..10.
    """
    _on_scale(scores, NPS_SCALE)
    if not scores:
        return None
    n = len(scores)
    promoters = sum(score >= PROMOTER for score in scores)
    detractors = sum(score <= DETRACTOR for score in scores)
    p, d = promoters / n, detractors / n
    half = 100 * standard_score() * sqrt(max(0.0, (p + d - (p - d) ** 2) / n))
    value = 100 * (promoters - detractors) / n
    return Nps(value, max(-100.0, value - half), min(100.0, value + half), n, promoters, detractors)


def csi(scores: Sequence[float | None], weights: Sequence[float], best: float) -> float | None:
    """Customer satisfaction, 0..100: 100·Σwᵢsᵢ/(Σwᵢ·best) over the answered items; None if none was.

    scores: one per item, None = not answered; best: the top of the scale. Raises ValueError on different
    lengths, a negative weight or score, a score above `best`.
    """
    answered = [(w, s) for w, s in zip(weights, scores, strict=True) if s is not None]
    if best <= 0 or any(w < 0 or not 0 <= s <= best for w, s in answered):
        raise ValueError("scores lie within 0..best and weights are not negative")
    weight = sum(w for w, _ in answered)
    return 100 * sum(w * s for w, s in answered) / (weight * best) if weight else None


def ces(scores: Sequence[int], *, seven_is_hardest: bool = False) -> Effort | None:
    """Customer effort on 1–7, turned so that 7 is the least effort. None without answers.

    Raises ValueError on a score outside 1..7.
    """
    _on_scale(scores, EFFORT_SCALE)
    if not scores:
        return None
    turned = [8 - score for score in scores] if seven_is_hardest else list(scores)
    little = sum(score >= LITTLE_EFFORT for score in turned)
    low, high = wilson(little, len(turned))
    return Effort(sum(turned) / len(turned), little / len(turned), low, high, len(turned))


def needed_answers(base: int, margin: float = 0.05, level: float = 0.95) -> int:
    """Answers needed for a share within ± margin: n₀/(1 + (n₀ − 1)/N), n₀ = z²/(4·margin²), rounded up.

    Raises ValueError on an empty base or a margin outside (0, 1).
    """
    if base < 1 or not 0 < margin < 1:
        raise ValueError("a sample needs a base of at least one and a margin within (0, 1)")
    unlimited = standard_score(level) ** 2 / (4 * margin**2)
    return ceil(unlimited / (1 + (unlimited - 1) / base))


def response(answered: int, invited: int, base: int) -> Response:
    """Response of a survey. Raises ValueError if more answered than were invited or nobody was invited."""
    if invited < 1 or not 0 <= answered <= invited:
        raise ValueError("answers come from the invited")
    return Response(answered, invited, answered / invited, needed_answers(base))


def _on_scale(scores: Sequence[int], scale: range) -> None:
    if any(score not in scale for score in scores):
        raise ValueError(f"scores lie within {scale.start}..{scale.stop - 1}")
