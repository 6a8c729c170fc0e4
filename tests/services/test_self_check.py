"""The result of seven answers."""

import pytest

from services.self_check import BLOCKS, FIRST_STEPS, Sign, self_check


@pytest.mark.parametrize("count", range(8))
def test_more_than_three_yes_means_not_effective_enough(count: int) -> None:
    checked = self_check([True] * count + [False] * (7 - count))
    assert checked.effective_enough is (count <= 3)
    assert checked.signs == tuple(Sign)[:count]


@pytest.mark.parametrize("sign", Sign)
def test_a_single_sign_is_what_to_do_first(sign: Sign) -> None:
    assert self_check([item is sign for item in Sign]).first is sign


def test_goals_come_before_everything_else() -> None:
    assert self_check([True] * 7).first is Sign.NO_GOALS


def test_without_a_sign_there_is_nothing_to_begin_with() -> None:
    assert self_check([False] * 7).first is None


def test_every_sign_has_a_block_and_a_place_among_the_first_steps() -> None:
    assert set(BLOCKS) == set(FIRST_STEPS) == set(Sign)


@pytest.mark.parametrize("count", [0, 6, 8])
def test_there_are_seven_answers(count: int) -> None:
    with pytest.raises(ValueError, match="seven"):
        self_check([True] * count)
