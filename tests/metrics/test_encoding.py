"""Frozen results to JSON and back."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from metrics.encoding import from_json, from_plain, to_json, to_numbers, to_plain
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


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[",
        '{"share":"0.5","label":null}',
        '{"share":NaN,"label":null}',
    ],
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(Inner, text)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        from_json(Outer, to_json(FULL).replace("2024-02-29", "29.02.2024"))


@dataclass(frozen=True)
class Told:
    shares: dict[Absent, tuple[Fraction, ...]]
    sum: Fraction | None = None


THIRDS = Told({Absent.NO_VISITS: (Fraction(1, 3), Fraction(2))}, Fraction(10**30, 7))


def test_fractions_stay_exact() -> None:
    plain = {"shares": {"no_visits": ("1/3", "2")}, "sum": f"{10**30}/7"}
    assert to_plain(THIRDS) == plain
    assert from_plain(Told, plain) == THIRDS
    assert from_json(Told, to_json(THIRDS)) == THIRDS


@pytest.mark.parametrize("text", ["a third", "1/0", 0.5, ["1"]])
def test_what_is_no_fraction_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_plain(Told, {"shares": {}, "sum": text})


def test_for_others_fractions_become_numbers() -> None:
    assert to_numbers(THIRDS)["shares"] == {"no_visits": (1 / 3, 2)}


def test_what_no_result_holds_is_not_written() -> None:
    for written in (to_plain, to_numbers):
        with pytest.raises(TypeError, match="no plain form of object"):
            written((object(),))
