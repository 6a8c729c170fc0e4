"""Pictures of an analysis and of plan against fact: well laid out, and true to their numbers."""

import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from charts.axes import round_steps
from charts.drawing import draw
from charts.palette import BLUE, FUTURE, GREEN, HEAT, INK, NEUTRAL, PAPER, VERMILION
from charts.requests import ChartRequest, CohortsChart, PlanFactChart, PlanFactRow
from locales.texts import LANGUAGES
from metrics.comparison import FigureChange
from metrics.visits import VisitField
from tests.charts.drawn import Box, Drawn, assert_well_laid_out
from tests.charts.results import (
    FALL,
    NO_CHANGE,
    RISE,
    answers,
    base,
    cohorts,
    decisions,
    group,
    groups,
    ltv_line,
    ltv_split,
    plan_fact,
    repeat,
    revenue,
    wavy,
    year,
)
from tests.charts.samples import NAMES
from tests.examples import examples

HUGE = 10**15
EVERY_MONTH = [date(2023 + month // 12, month % 12 + 1, 5) for month in range(12, 46)]
DOCTORS = [group(f"Врач {n}", 90 - n, 1_000_000 - n, 0.125, (40 - n, 80), 12_300_00.0) for n in range(8)]

REQUESTS: dict[str, ChartRequest] = {
    "line": ltv_line(wavy(36, 5_000_000_00, 300_000_00), change=RISE, decisions=decisions(date(2025, 3, 15))),
    "line of one month": ltv_line([5_000_000_00]),
    "line of two months": ltv_line([5_000_000_00, 5_100_000_00], change=FALL, provisional=True),
    "line of zeros": ltv_line([0] * 5, change=FigureChange(0.0, 0.0, 0.0, 0.0)),
    "line below zero": ltv_line([-500_00, -300_00, 200_00], change=RISE),
    "line of fortunes": ltv_line([HUGE, HUGE * 9], change=NO_CHANGE),
    "line of kopecks": ltv_line([100, 200, 250]),
    "line with a decision every month": ltv_line(
        wavy(36, 5_000_000_00, 300_000_00), change=FALL, decisions=decisions(*EVERY_MONTH)
    ),
    "line with ten decisions on a day": ltv_line(
        wavy(12, 5_000_000_00, 300_000_00), decisions=decisions(*[date(2026, 10, 31)] * 10, text="ш" * 200)
    ),
    "line with decisions long ago": ltv_line([5_000_000_00] * 3, decisions=decisions(date(1999, 1, 1))),
    "line with a decision in its first days": ltv_line(
        wavy(36, 5_000_000_00, 300_000_00), decisions=decisions(date(2023, 11, 1))
    ),
    "split": ltv_split((5_760_000, 480), (5_000_000, 400), change=RISE),
    "split of a first year": ltv_split((5_760_000, 480), None),
    "split of nothing paid": ltv_split((0, 480), (0, 400), change=NO_CHANGE),
    "split of more refunded": ltv_split((-5_000, 480), (100, 400), change=FALL),
    "split of fortunes": ltv_split((HUGE, 1), (HUGE * 9, 10**6), change=FALL),
    "cohorts": cohorts([[100, 50, 40, 35, 30], [110, 50, 40, 30], [90, 40, 30], [95, 50], [120]]),
    "cohort of one quarter": cohorts([[7]]),
    "cohorts of two years": cohorts([[1_000] * (12 - n) for n in range(12)], known_from=date(2025, 6, 1)),
    "cohorts of a few": cohorts([[3, 1, 1], [0, 0], [5]]),
    "cohorts never seen again": cohorts([[50, 0, 0], [40, 0], [30]]),
    "cohorts of millions": cohorts([[10**7, 10**7, 10**6], [10**7, 1], [10**7]]),
    "base": base([(1800 + 8 * n, 50, 4 * (n % 3), 45) for n in range(36)]),
    "base of one month": base([(5, 5, 0, 0)]),
    "base of nobody": base([(0, 0, 0, 0)] * 3),
    "base lost at once": base([(100, 100, 0, 0)] + [(100, 0, 0, 0)] * 11 + [(0, 0, 0, 100)]),
    "base of millions": base([(10**9 + n, 10**8, 10**7, 10**8) for n in range(24)]),
    "base of a new export": base([(n * 40, 40, 0, 0) for n in range(14)], known_from=date(2026, 9, 1)),
    "repeat": repeat([(40 + n % 9, 100) for n in range(40)], change=NO_CHANGE),
    "repeat of one cohort": repeat([(5, 12)]),
    "repeat of gaps": repeat([(20, 50), (0, 0), (1, 5), (49, 50)], change=RISE, known_from=date(2026, 9, 1)),
    "repeat of nobody": repeat([(0, 50)] * 3, change=FALL),
    "repeat of everybody": repeat([(50, 50)] * 3),
    "revenue": revenue(wavy(36, 5_000_000, 900_000), [5_000_000] * 36, 800_000),
    "revenue all outside": revenue([1, 9] * 18, [5] * 36, 1),
    "revenue in debt": revenue([-500, 900_000], [400_000, 400_000], 500_000),
    "revenue of fortunes": revenue([HUGE, 3 * HUGE], [HUGE, HUGE], HUGE // 2),
    "revenue of one month": revenue([100], [100], 0),
    "groups": groups(DOCTORS, hidden=3),
    "one group": groups([group("Ким", 10, 500, 1.0)], field=VisitField.BRANCH),
    "groups without amounts": groups([group("А", 10, 0, None), group("Б", 500, 0, None, (1, 12))]),
    "groups in debt": groups(
        [group("А", 10, 500, 1.5), group("Б", 10, -200, -0.5)], field=VisitField.SPECIALITY
    ),
    "groups of nothing paid": groups([group("А", 10, 0, 0.0), group("Б", 12, 0, 0.0)]),
    "groups of fortunes": groups(
        [group("А", 10**9, HUGE, 0.9, (10**8, 10**9), 9e15)] * 6, field=VisitField.CHANNEL, hidden=100
    ),
    "nps": answers(40, 22, 11),
    "nps of one": answers(0, 1, 0),
    "nps of promoters": answers(100, 0, 0),
    "nps of detractors": answers(0, 0, 10**5),
    "plan and fact": plan_fact([("Новые пациенты", 37, 31), ("Лиды", 124, 130), ("Рекомендации", 35, 35)]),
    "plan and fact of money": plan_fact(
        [("Оборот", 60_000_000, 51_234_567)], first=date(2026, 1, 1), is_money=True
    ),
    "fact without plan": plan_fact([("Новые", 0, 31), ("Лиды", 0, 0)], first=date(2025, 11, 1)),
    "plan without fact": plan_fact([("Новые", 37, 0)]),
    "twenty channels": plan_fact([(f"Канал {n}", 20 - n, 12) for n in range(20)]),
    "seven hundred times the plan": plan_fact([("Новые", 1, 700), ("Лиды", HUGE, 3)]),
    "year": year([38, 41, None, 36, 47], forecast=(350.4, 392.0, 430.0)),
    "year of one month": year([0]),
    "year without plan": year([5, 6, 7], plan=[0] * 12),
    "year of nothing": year([None, None, 0], plan=[0] * 12),
    "year of fortunes": year([HUGE] * 12, plan=[1] * 12, forecast=(1.0, 1e16, 2e16), is_money=True),
    "year of refunds": year([500_000, -120_000], plan=[400_000] * 12, is_money=True),
    "year of refunds only": year([-120_000], plan=[0] * 12, is_money=True),
    "fact of refunds": plan_fact([("Оборот", 500_000, -20_000), ("Скидки", 0, -5)], is_money=True),
    "year of many": year([1_234, 9_999, 8_765], plan=[9_000] * 12),
}


KINDS = (
    "line",
    "split",
    "cohorts of two years",
    "base",
    "repeat",
    "revenue",
    "groups",
    "nps",
    "plan and fact",
    "year",
)
"""One of each kind of picture."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.filterwarnings("error")
def test_any_numbers_are_well_laid_out(name: str, language: str) -> None:
    """A phone shows the picture 360 pixels wide: letters under 30 become unreadable there."""
    drawn = assert_well_laid_out(replace(REQUESTS[name], language=language))
    assert drawn.title
    assert not re.search(r"\bnan\b|\binf\b", drawn.words)
    assert "ш" * 9 in drawn.words or "…" not in drawn.words
    least = 22 if "fortunes" in name or "millions" in name else 29.9
    assert min(float(text.get_fontsize()) * 80 / 72 for text in drawn.letters) >= least


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_a_segment_says_whose_it_is(kind: str) -> None:
    for language in LANGUAGES:
        request: Any = replace(REQUESTS[kind], language=language)
        own_words = Drawn(request).words.split("\n")
        drawn = assert_well_laid_out(replace(request, subject=NAMES["two hundred letters"]))
        (line,) = [text.what for text in drawn.texts if text.what.startswith("Отделение")]
        name, _, subtitle = line.partition(" · ")
        assert name.endswith("…")
        assert subtitle in own_words


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_whatever_name_is_typed_is_well_laid_out(name: str) -> None:
    assert_well_laid_out(groups([group(name, 50, 1000, 0.6), group(name, 40, 900, 0.4)], subject=name))
    assert_well_laid_out(plan_fact([(name, 10, 9)] * 6))
    assert_well_laid_out(year([5], label=name))
    assert_well_laid_out(ltv_line([500_00] * 9, decisions=decisions(date(2026, 5, 5), text=name)))


@examples(8)
@given(
    kopecks=st.lists(st.integers(-(10**12), 10**14), min_size=1, max_size=24),
    days=st.lists(st.dates(date(2024, 11, 1), date(2026, 10, 31)), max_size=12),
    rows=st.lists(
        st.tuples(st.text(max_size=40), st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=9
    ),
)
def test_numbers_of_any_size_are_well_laid_out(
    kopecks: list[int], days: list[date], rows: list[tuple[str, int, int]]
) -> None:
    assert_well_laid_out(ltv_line(kopecks, decisions=decisions(*days)))
    assert_well_laid_out(plan_fact(rows, "en"))


@pytest.mark.parametrize("name", KINDS)
def test_the_file_is_small(name: str) -> None:
    picture = draw(REQUESTS[name])
    image = Image.open(BytesIO(picture))
    assert image.format == "PNG"
    assert image.size == (1280, 1280 if isinstance(REQUESTS[name], CohortsChart) else 960)
    assert len(picture) <= 60_000
    assert len(np.unique(np.asarray(image))) <= 64


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_travel_between_processes(name: str) -> None:
    assert pickle.loads(pickle.dumps(REQUESTS[name])) == REQUESTS[name]  # noqa: S301


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (61, 74, (60, 65, 70, 75)),
        (5, 5, (5, 6)),
        (-30, 90, (-50, 0, 50, 100)),
        (0, 0, (0, 1)),
        (0.2, 0.4, (0, 1)),
    ],
)
def test_steps_of_an_axis_are_round_and_enclose_the_values(
    low: float, high: float, expected: tuple[int, ...]
) -> None:
    assert round_steps(low, high) == expected


@pytest.mark.parametrize(
    ("change", "ru", "en"),
    [
        (
            RISE,
            "LTV за год вырос на 16 %: 58 тыс. ₽ на пациента",
            "LTV rose by 16% in a year: ₽58K per patient",
        ),
        (
            FALL,
            "LTV за год упал на 16 %: 58 тыс. ₽ на пациента",
            "LTV fell by 16% in a year: ₽58K per patient",
        ),
        (
            NO_CHANGE,
            "LTV 58 тыс. ₽ на пациента, за год без явных перемен",
            "LTV ₽58K per patient, no clear change in a year",
        ),
        (None, "LTV за 24 мес.: 58 тыс. ₽ на пациента", "LTV over 24 months: ₽58K per patient"),
    ],
)
def test_ltv_rises_or_falls_only_beyond_chance(change: FigureChange | None, ru: str, en: str) -> None:
    line = ltv_line([5_000_000_00, 5_800_000_00], change=change)
    assert _spoken(Drawn(line).title) == ru
    assert _spoken(Drawn(replace(line, language="en")).title) == en


def test_the_line_of_ltv_is_within_its_band_and_as_high_as_its_numbers() -> None:
    """50, 60 and 40 thousand; the band is a tenth to either side."""
    drawn = Drawn(ltv_line([5_000_000_00, 6_000_000_00, 4_000_000_00]))
    (line,), (band,) = drawn.lines, drawn.areas
    first, second, third = line[:, 1]
    assert second - first == pytest.approx(first - third, abs=0.1)
    upper, lower = band[:3, 1], band[5:2:-1, 1]
    assert upper - line[:, 1] == pytest.approx((second - first) / 10 * np.array([5, 6, 4]), abs=0.1)
    assert line[:, 1] - lower == pytest.approx((second - first) / 10 * np.array([5, 6, 4]), abs=0.1)


def test_decisions_are_numbered_dates_on_the_line() -> None:
    """The first was made before the line begins: it keeps its number, and has no mark."""
    days = (date(2026, 8, 31), date(2020, 1, 1), date(2026, 3, 15))
    drawn = Drawn(ltv_line(wavy(12, 5_000_000_00, 100_00), decisions=decisions(*days)))
    lines = _spoken(drawn.words).split("\n")
    assert "2 — 15.03.2026: Новый прайс" in lines
    assert "3 — 31.08.2026: Новый прайс" in lines
    assert not any(line.startswith("1 —") for line in lines)
    assert "номер — дата решения, а не причина" in _spoken(drawn.words)
    (points,) = drawn.lines
    places = sorted({(dash.left + dash.right) / 2 for dash in drawn.bars_of(VERMILION)})
    assert len(places) == 2
    assert places[1] == pytest.approx(points[9, 0], abs=2)  # the end of August
    assert points[3, 0] < places[0] < points[4, 0]  # between the ends of February and March


def test_numbers_of_decisions_that_would_touch_are_a_range() -> None:
    days = (date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 9), date(2026, 9, 9))
    words = Drawn(ltv_line(wavy(36, 5_000_000_00, 100_00), decisions=decisions(*days))).words.split("\n")
    assert "1–3" in words
    assert "4" in words
    assert "и ещё 1 решение раньше" in _spoken("\n".join(words))


def test_ltv_is_check_times_frequency() -> None:
    """Of 100 patients: 57 600 ₽ by 480 visits now, 50 000 ₽ by 400 a year ago."""
    drawn = Drawn(ltv_split((5_760_000, 480), (5_000_000, 400), change=RISE))
    assert _spoken(drawn.title) == "LTV за год +15 %: средний чек −4 %, частота +20 %"
    for written in ("125", "120", "4", "4,8", "500", "576", "×", "="):
        assert written in drawn.words.split("\n")
    before, now = drawn.bars_of(NEUTRAL), drawn.bars_of(BLUE)
    ratios = [one.height / other.height for one, other in zip(now, before, strict=True)]
    assert ratios == pytest.approx([120 / 125, 4.8 / 4, 576 / 500], abs=0.01)


def test_ltv_that_moved_within_chance_has_no_clear_change() -> None:
    title = Drawn(ltv_split((5_760_000, 480), (5_000_000, 400), change=NO_CHANGE)).title
    assert _spoken(title) == "LTV за год без явных перемен: чек −4 %, частота +20 %"


def test_the_heat_map_shows_who_came_in_each_quarter() -> None:
    drawn = Drawn(REQUESTS["cohorts"])
    assert _spoken(drawn.title) == "Через год приходят 30 % новых пациентов"
    lines = _spoken(drawn.words).split("\n")
    assert [line for line in lines if "кв. 2" in line] == [
        "III кв. 25", "IV кв. 25", "I кв. 26", "II кв. 26", "III кв. 26",
    ]  # fmt: skip
    for written in ("100", "110", "90", "95", "120", "50", "45", "44", "53", "30", "27"):
        assert written in lines
    assert len(drawn.bars_of(FUTURE)) == 10
    assert len([bar for bar in drawn.bars if bar.what in HEAT]) == 10


def test_the_more_came_the_darker_the_cell() -> None:
    drawn = Drawn(cohorts([[100, 80, 40, 20, 5], [100, 80, 40, 20], [100, 80, 40], [100, 80], [100]]))
    row = max(bar.bottom for bar in drawn.bars if bar.what in HEAT)
    cells = sorted(
        (bar for bar in drawn.bars if bar.what in HEAT and bar.bottom == row), key=lambda b: b.left
    )
    assert [HEAT.index(cell.what) for cell in cells] == [7, 4, 2, 0]


@pytest.mark.parametrize(
    ("newest", "ending"), [(60, ""), (85, ", последние чаще прежних"), (30, ", последние реже прежних")]
)
def test_the_newest_cohort_is_called_different_only_beyond_chance(newest: int, ending: str) -> None:
    request = cohorts([[100, 60, 30], [100, 60, 30], [100, newest], [100]])
    share = {60: 60, 85: 68, 30: 50}[newest]
    title = f"В следующем квартале приходят {share} % новых пациентов{ending}"
    assert _spoken(Drawn(request).title) == title


def test_cohorts_of_the_first_year_of_an_export_are_marked() -> None:
    drawn = Drawn(cohorts([[50, 20, 10], [50, 20], [50]], known_from=date(2026, 4, 1)))
    assert "I кв. 26*" in _spoken(drawn.words)
    assert "II кв. 26*" not in _spoken(drawn.words)
    assert "часть «новых» лечилась и до неё" in _spoken(drawn.words)
    assert "*" not in Drawn(cohorts([[50, 20], [50]])).words


def test_the_base_moves_by_new_returned_and_lost() -> None:
    """A year ago 1000; since then 10 new, 2 back and 7 lost a month: 1060."""
    request = base([(1000, 10, 2, 7)] * 12 + [(1000 + 5 * n, 10, 2, 7) for n in range(1, 13)])
    drawn = Drawn(request)
    assert _spoken(drawn.title) == "База за год выросла на 6 %: 1_060 активных пациентов"
    for written in ("+120", "+24", "−84"):
        assert written in drawn.words.split("\n")
    for colour, patients in ((BLUE, 10), (GREEN, 2), (VERMILION, 7)):
        heights = {bar.height for bar in drawn.bars_of(colour)}
        assert len(drawn.bars_of(colour)) == 24
        assert max(heights) / drawn.bars_of(BLUE)[0].height == pytest.approx(patients / 10, abs=0.03)
    new, returned, lost = (drawn.bars_of(colour)[0] for colour in (BLUE, GREEN, VERMILION))
    assert new.top == pytest.approx(returned.bottom, abs=1)
    assert new.bottom == pytest.approx(lost.top, abs=1)


def test_a_base_without_a_year_to_compare_with_only_says_how_large_it_is() -> None:
    assert Drawn(base([(90, 9, 0, 0)] * 12)).title == "Активных пациентов: 90"
    early = base([(90 + n, 9, 0, 0) for n in range(13)], known_from=date(2026, 10, 1))
    assert Drawn(early).title == "Активных пациентов: 102"


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (
            FigureChange(0.5, -0.08, -0.12, -0.04),
            "Возвращаются реже: 42 % начинают второй курс, −8 п. п. за год",
        ),
        (
            FigureChange(0.3, 0.12, 0.04, 0.2),
            "Возвращаются чаще: 42 % начинают второй курс, +12 п. п. за год",
        ),
        (FigureChange(0.4, 0.02, -0.03, 0.07), "42 % начинают второй курс за год: без явных перемен"),
        (None, "42 % новых пациентов начинают второй курс за год"),
    ],
)
def test_the_repeat_index_changes_only_beyond_chance(change: FigureChange | None, title: str) -> None:
    assert _spoken(Drawn(repeat([(42, 100)] * 12, change=change)).title) == title


def test_whiskers_are_wilsons_and_few_patients_a_hollow_dot() -> None:
    """Wilson, 95 %: 8 of 20 is 21.9–61.3 %; 40 of 100 is 30.9–49.8 %. Nine patients are not shown."""
    drawn = Drawn(repeat([(5, 9), (8, 20), (40, 100)]))
    assert [dot.what for dot in drawn.dots] == [PAPER, BLUE]
    few, many = (bar for bar in drawn.bars_of(NEUTRAL) if bar.height > 50)
    assert few.height / many.height == pytest.approx((61.3 - 21.9) / (49.8 - 30.9), abs=0.03)


def test_only_months_outside_their_band_are_marked() -> None:
    rubles = [1_000_000] * 30
    rubles[3], rubles[20] = 1_700_000, 300_000
    drawn = Drawn(revenue(rubles, [1_000_000] * 30, 200_000))
    assert _spoken(drawn.title) == "28 из 30 месяцев выручка шла в своём коридоре"
    assert {dot.what for dot in drawn.dots} == {BLUE, VERMILION}
    lines = _spoken(drawn.words).split("\n")
    assert "авг 24" in lines
    assert "янв 26" in lines


def test_a_band_does_not_reach_below_zero_where_revenue_never_does() -> None:
    drawn = Drawn(revenue([300_000, 100_000], [200_000, 200_000], 400_000))
    assert "−" not in drawn.words
    (band,) = drawn.areas
    assert len(set(band[2:4, 1].round())) == 1
    assert "−" in Drawn(revenue([300_000, -100_000], [200_000, 200_000], 400_000)).words


@pytest.mark.parametrize(
    ("last", "title"),
    [
        (1_000_000, "Выручка ровная: 25 месяцев в своём коридоре"),
        (700_000, "Выручка за октябрь ниже обычной на 300 тыс. ₽"),
        (1_250_000, "Выручка за октябрь выше обычной на 250 тыс. ₽"),
    ],
)
def test_the_last_month_outside_its_band_is_the_finding(last: int, title: str) -> None:
    request = revenue([1_000_000] * 24 + [last], [1_000_000] * 25, 200_000)
    assert _spoken(Drawn(request).title) == title


def test_doctors_stand_by_revenue_and_small_ones_together() -> None:
    rows = [
        group("Ким", 100, 3_000_000, 0.3, (30, 60)),
        group("Ли", 90, 2_500_000, 0.25, (5, 20)),
        group("Юн", 80, 1_500_000, 0.15, (1, 9)),
        group("Чо", 70, 1_000_000, 0.1),
        group("Пак", 60, 1_000_000, 0.1, (10, 40)),
        group("Хан", 50, 1_000_000, 0.1, (20, 60)),
    ]
    drawn = Drawn(groups(rows, hidden=2))
    assert drawn.title == "55\u00a0% выручки приносят 2\u00a0врача из\u00a08"
    assert _column(drawn, "выручка, ₽") == ["3 млн", "2,5 млн", "1,5 млн", "1 млн", "2 млн"]
    assert _column(drawn, "повтор") == ["50 %", "25 %*", "–", "–", "30 %"]
    assert "Ещё 2" in _spoken(drawn.words)
    assert "скрыто 2 группы меньше 10 пациентов" in _spoken(drawn.words)
    widths = [bar.width for bar in sorted(drawn.bars_of(BLUE) + _thick(drawn, NEUTRAL), key=lambda b: -b.top)]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 5 / 6, 1 / 2, 1 / 3, 2 / 3], abs=0.01)


def test_channels_are_judged_by_ltv() -> None:
    rows = [group("Карты", 60, 900_000, 0.9, ltv=41_250_00.0), group("Соцсети", 30, 100_000, 0.1)]
    drawn = Drawn(groups(rows, field=VisitField.CHANNEL))
    assert drawn.title == "90\u00a0% выручки\u00a0— один канал: Карты"
    assert _column(drawn, "LTV") == ["41,3 тыс.", "–"]


def test_groups_without_amounts_stand_by_patients() -> None:
    drawn = Drawn(REQUESTS["groups without amounts"])
    assert drawn.title == "Больше всего пациентов\u00a0— 500\u00a0человек: Б"
    assert _column(drawn, "пациентов") == ["500", "10"]


def test_nps_diverges_from_the_middle_of_the_passives() -> None:
    drawn = Drawn(answers(50, 30, 20))
    assert _spoken(drawn.title) == "NPS +30 (от +15 до +45)"
    widths = [drawn.of_colour(colour).width for colour in (VERMILION, NEUTRAL, BLUE)]
    assert [width / sum(widths) for width in widths] == pytest.approx([0.2, 0.3, 0.5], abs=0.01)
    middle, zero = drawn.of_colour(NEUTRAL), drawn.of_colour(INK)
    assert (middle.left + middle.right) / 2 == pytest.approx((zero.left + zero.right) / 2, abs=1)
    assert drawn.of_colour(VERMILION).right == pytest.approx(middle.left, abs=1)
    assert drawn.of_colour(BLUE).left == pytest.approx(middle.right, abs=1)


def test_nps_of_few_answers_has_no_headline() -> None:
    assert _spoken(Drawn(answers(20, 5, 4)).title) == "О NPS судить рано: 29 ответов из 30"


def test_only_a_bar_more_than_a_tenth_behind_is_vermilion() -> None:
    drawn = Drawn(plan_fact([("Ровно", 100, 90), ("Хуже", 1000, 899), ("Лучше", 50, 60)]))
    assert _spoken(drawn.title) == "Отстаёт от плана на 10 %: Хуже"
    assert len(drawn.bars_of(VERMILION)) == 1
    assert len(drawn.bars_of(BLUE)) == 2
    assert _column(drawn, "факт / план") == ["90 / 100", "899 / 1_000", "60 / 50"]
    assert _column(drawn, "разница") == ["−10 %", "−10 %", "+20 %"]


def test_every_plan_stands_at_the_same_place() -> None:
    drawn = Drawn(plan_fact([("Оборот", 5_000_000, 4_000_000), ("Лиды", 124, 155)]))
    ticks = [bar for bar in drawn.bars if bar.height > bar.width and 7 <= bar.width <= 9]
    assert len({tick.left for tick in ticks}) == 1
    (behind,), (ahead,) = drawn.bars_of(VERMILION), drawn.bars_of(BLUE)
    assert ahead.width / behind.width == pytest.approx(1.25 / 0.8, abs=0.01)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("Новые", 37, 31)], "До плана не хватает 16 %"),
        ([("Новые", 40, 40)], "План выполнен точно"),
        ([("Новые", 40, 50)], "План перевыполнен на 25 %"),
        ([("Новые", 0, 5)], "План не задан: пока только факт"),
        ([("Новые", 10, 10), ("Лиды", 10, 12)], "План выполнен по всем 2 строкам"),
        ([("Новые", 10, 10), ("Лиды", 100, 95)], "Ни одна из 2 строк не отстаёт сильнее чем на 10 %"),
        ([("Новые", 10, 10), ("Лиды", 100, 84)], "Отстаёт от плана на 16 %: Лиды"),
        ([("Новые", 10, 5), ("Лиды", 100, 5)], "2 из 2 отстают от плана сильнее чем на 10 %"),
    ],
)
def test_the_title_says_how_the_plan_goes(rows: list[tuple[str, int, int]], title: str) -> None:
    assert _spoken(Drawn(plan_fact(rows)).title) == title


@pytest.mark.parametrize(
    ("first", "ru", "en"),
    [
        (date(2026, 10, 1), "октябрь 2026", "October 2026"),
        (date(2026, 1, 1), "январь–октябрь 2026", "January–October 2026"),
        (date(2025, 11, 1), "ноя 25 – окт 26", "Nov ’25 – Oct ’26"),
    ],
)
def test_the_period_is_under_the_title(first: date, ru: str, en: str) -> None:
    request = plan_fact([("Новые", 37, 31)], first=first)
    assert f"Факт (полоса) и план (черта), {ru}" in _spoken(Drawn(request).words)
    assert f"Fact (bar) and plan (tick), {en}" in _spoken(Drawn(replace(request, language="en")).words)


def test_small_channels_of_a_plan_stand_together() -> None:
    drawn = Drawn(plan_fact([(f"Канал {n}", 10, n) for n in range(8, 0, -1)]))
    assert _column(drawn, "факт / план") == ["8 / 10", "7 / 10", "6 / 10", "5 / 10", "4 / 10", "6 / 30"]
    assert "Ещё 3" in _spoken(drawn.words)


def test_a_year_compares_the_months_entered_with_their_plan() -> None:
    """38 + 41 + 36 of 3 × 40, March not entered."""
    drawn = Drawn(year([38, 41, None, 36], forecast=(350.4, 392.0, 430.0)))
    assert _spoken(drawn.title) == "За 3 месяца 115 из 120: −4 % к плану"
    lines = _spoken(drawn.words).split("\n")
    assert "Прогноз на год: 392 (от 350 до 430), план 480" in lines
    assert "не заполнено: мар" in _spoken(drawn.words)
    assert "?" in lines
    heights = [bar.height for bar in drawn.bars_of(BLUE)]
    assert [height / heights[0] for height in heights] == pytest.approx([1, 41 / 38, 36 / 38], abs=0.01)


def test_months_of_money_share_a_unit() -> None:
    drawn = Drawn(year([5_100_000, 4_260_000], plan=[5_000_000] * 12, label="Оборот", is_money=True))
    lines = _spoken(drawn.words).split("\n")
    assert "Оборот, 2026 год, млн ₽" in lines
    assert {"5,1", "4,3"} <= set(lines)
    assert len(drawn.bars_of(VERMILION)) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ltv_line([]), "nothing to draw"),
        (lambda: ltv_split((100, 0), None), "no check"),
        (lambda: cohorts([[0, 0], [0]]), "nothing to draw"),
        (lambda: base([]), "nothing to draw"),
        (lambda: repeat([(1, 9)]), "nothing to draw"),
        (lambda: groups([]), "nothing to draw"),
        (lambda: plan_fact([]), "nothing to draw"),
        (lambda: plan_fact([("Новые", -1, 1)]), "not negative"),
        (lambda: year([]), "nothing to draw"),
        (lambda: year([1], plan=[1] * 11), "twelve months"),
    ],
)
def test_what_has_nothing_to_show_is_refused(make: Callable[[], ChartRequest], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_rows_of_different_units_are_not_added_up() -> None:
    rows = tuple(
        PlanFactRow(label=str(n), plan=Fraction(1), fact=Fraction(1), is_money=n == 1) for n in range(7)
    )
    with pytest.raises(ValueError, match="units"):
        PlanFactChart(rows=rows, first_month=date(2026, 1, 1), last_month=date(2026, 1, 1), language="ru")


def _spoken(text: str) -> str:
    """Hard spaces as spaces, thin ones as «_»."""
    return text.replace("\u00a0", " ").replace("\u202f", "_")


def _column(drawn: Drawn, header: str) -> list[str]:
    """The numbers that end where a header ends, from the top down."""
    (head,) = [text for text in drawn.texts if _spoken(text.what) == header]
    below = [text for text in drawn.texts if text.top < head.bottom and abs(text.right - head.right) < 6]
    return [_spoken(text.what) for text in below]


def _thick(drawn: Drawn, colour: str) -> list[Box]:
    return [bar for bar in drawn.bars_of(colour) if bar.width > 4]
