"""Frozen results to JSON and back."""

from dataclasses import dataclass
from datetime import date

import pytest

from metrics.encoding import from_json, to_json
from metrics.measures import Absent


@dataclass(frozen=True)
class Inner:
    share: float
    label: str | None


@dataclass(frozen=True)
class Outer:
    day: date | None
    pair: tuple[float, float] | None
    rows: tuple[tuple[int, ...], ...]
    inner: tuple[Inner, ...]
    reason: Absent | None
    number: float | int | None
    yes: bool


FULL = Outer(
    date(2024, 2, 29),
    (0.1, 1 / 3),
    ((1,), (), (2, 3)),
    (Inner(0.1 + 0.2, "ё"), Inner(1.0, None)),
    Absent.NO_VISITS,
    2**62,
    True,
)
EMPTY = Outer(None, None, (), (), None, None, False)


@pytest.mark.parametrize("result", [FULL, EMPTY])
def test_there_and_back_is_the_same(result: Outer) -> None:
    again = from_json(Outer, to_json(result))
    assert again == result
    assert type(again.number) is type(result.number)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_never_written(number: float) -> None:
    with pytest.raises(ValueError, match="Out of range"):
        to_json(Inner(number, None))


def test_other_json_is_refused() -> None:
    with pytest.raises(KeyError):
        from_json(Inner, "{}")
    with pytest.raises(ValueError, match="isoformat"):
        from_json(Outer, to_json(FULL).replace("2024-02-29", "29.02.2024"))
