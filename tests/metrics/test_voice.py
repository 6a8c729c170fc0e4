"""NPS, CSI, CES and the needed sample, by hand."""

import pytest

from metrics.voice import ces, csi, needed_answers, nps, response
from tests.metrics.vectors import VECTORS


@pytest.mark.parametrize(
    ("scores", "value"),
    [
        ([10, 9, 8, 7, 6, 0], 0),
        ([10] * 5 + [8] * 3 + [3] * 2, 30),
        ([9], 100),
        ([6], -100),
        ([7, 8], 0),
    ],
)
def test_nps(scores: list[int], value: float) -> None:
    found = nps(scores)
    assert found is not None
    assert found.value == value


def test_nps_interval_from_its_variance() -> None:
    """50 promoters and 20 detractors of 100: variance (0.7 − 0.09)/100, half-width 1.96·√0.0061 = 15.3."""
    found = nps([10] * 50 + [8] * 30 + [0] * 20)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((30 - 15.308, 30 + 15.308), abs=1e-3)


@pytest.mark.parametrize(("answers", "headline"), [(29, False), (30, True)])
def test_nps_is_a_headline_from_thirty_answers(answers: int, headline: bool) -> None:
    found = nps([10] * answers)
    assert found is not None
    assert found.headline is headline


def test_nothing_answered() -> None:
    assert nps([]) is None
    assert ces([]) is None
    assert csi([None, None], [1, 1], best=5) is None


def test_csi_weighs_only_the_answered_items() -> None:
    # (2·5 + 1·3) / ((2 + 1)·5) = 13/15
    assert csi([5, None, 3], [2, 7, 1], best=5) == pytest.approx(100 * 13 / 15)


def test_ces_is_turned_to_the_least_effort() -> None:
    easy, hard = ces([7, 6, 2]), ces([1, 2, 6], seven_is_hardest=True)
    assert easy == hard
    assert easy is not None
    assert easy.mean == 5
    assert easy.little_effort == pytest.approx(2 / 3)


@pytest.mark.parametrize(("base", "needed"), [(int(k), v) for k, v in VECTORS["fpc"].items()])
def test_needed_answers_of_a_finite_base(base: int, needed: int) -> None:
    assert needed_answers(base) == needed


def test_silence_bounds_a_share() -> None:
    found = response(answered=40, invited=100, base=200)
    assert found.rate == 0.4
    assert found.bounds(0.75) == pytest.approx((0.3, 0.9))
    assert not found.enough


@pytest.mark.parametrize("bad", [[11], [-1]])
def test_a_score_off_the_scale_is_refused(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="scores lie within"):
        nps(bad)
    with pytest.raises(ValueError, match="scores lie within"):
        ces([8])


@pytest.mark.parametrize("call", [(0, 0, 10), (5, 4, 10), (-1, 4, 10)])
def test_an_impossible_response_is_refused(call: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="answers come from the invited"):
        response(*call)


def test_an_impossible_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="sample"):
        needed_answers(0)
    with pytest.raises(ValueError, match="weights"):
        csi([6], [1], best=5)
