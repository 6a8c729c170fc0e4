"""The turnover of two years: why it changed, and its months side by side."""

import pytest

from charts.requests import TurnoverBridgeChart, YearPairChart
from metrics.days import month_start
from metrics.month_totals import MonthTotals
from tests.charts.drawn import assert_well_laid_out

NOTICEABLE = 90_000.0
LANGUAGES = ("ru", "en")


def bridge(*parts: int, before: int = 3_000_000, language: str = "ru") -> TurnoverBridgeChart:
    keys = ("patients", "visits_per_patient", "check")
    return TurnoverBridgeChart(
        before=before,
        now=before + sum(parts),
        parts=tuple(zip(keys, parts, strict=True)),
        noticeable=NOTICEABLE,
        language=language,
    )


def pair(before: int, now: int, language: str = "ru") -> YearPairChart:
    """24 months of so many kopecks each up to December 2025; the last March fell to a half."""
    months = [
        MonthTotals(month_start(648 + number), 10, 5, 12, now if number >= 12 else before)
        for number in range(24)
    ]
    months[14] = MonthTotals(months[14].month, 10, 5, 12, before // 2)
    return YearPairChart(months=tuple(months), language=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "parts",
    [
        (-470_000, -333_000, 236_000),
        (900_000, 10_000, -200_000),
        (100_000, 200_000, 300_000),
        (1, -1, 0),
        (-1, 2, 3),
    ],
)
def test_the_bridge_is_well_laid_out(parts: tuple[int, int, int], language: str) -> None:
    assert_well_laid_out(bridge(*parts, language=language))


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ((-470_000, -333_000, 236_000), "Пациенты и визиты отняли 803 тыс. ₽, чек принёс 236 тыс. ₽"),
        ((470_000, 10_000, -236_000), "Пациенты принесли 470 тыс. ₽, чек отнял 236 тыс. ₽"),
        ((10_000, -20_000, -236_000), "Чек отнял 236 тыс. ₽"),
        (
            (1_000, 2_000, -3_000),
            "Оборот почти прежний: ни пациенты, ни визиты, ни чек заметно не изменились",
        ),
    ],
)
def test_the_title_says_what_took_and_what_brought(parts: tuple[int, int, int], title: str) -> None:
    drawn = assert_well_laid_out(bridge(*parts))
    assert drawn.title.replace("\u00a0", " ") == title


def test_parts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        TurnoverBridgeChart(before=100, now=90, parts=(("check", 5),), noticeable=1.0, language="ru")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("before", "now"), [(500_000_00, 450_000_00), (100_00, 200_00), (0, 0)])
def test_the_months_are_well_laid_out(before: int, now: int, language: str) -> None:
    assert_well_laid_out(pair(before, now, language))


def test_the_weakest_month_is_named_and_marked() -> None:
    drawn = assert_well_laid_out(pair(500_000_00, 550_000_00))
    title = drawn.title.replace("\u00a0", " ")
    assert title == "Ниже прошлого года 1 месяц из 12: сильнее всего в марте, −50 %"
    assert len(drawn.bars_of("#D55E00")) == 1
