"""Pictures: nothing overlaps or leaves the canvas, and they say what the forecast says."""

import pickle
import re
from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from charts.drawing import draw
from charts.palette import BLUE, GREEN, GRID, INK, NEUTRAL, ORANGE, PAPER, VERMILION
from charts.requests import BridgeChart, ChannelsChart, ChartRequest
from locales.texts import LANGUAGES
from metrics.estimate import Estimate
from metrics.funnel import Scenario, YearFigures, forecast
from tests.charts.drawn import Drawn, assert_well_laid_out
from tests.charts.samples import ARTICLE, FORECASTS, NAMES, bridge, channels, what_if
from tests.examples import examples

AXIS = 3
NUMBERS = {
    "five channels": (444, (113, 70, 60, 52, 20)),
    "eight channels": (444, (60, 40, 32, 28, 5, 4, 3, 1)),
    "one channel": (21, (5,)),
    "one patient": (1, (3, 1)),
    "nothing to bring": (0, (3, 1)),
    "nobody last year": (100, (0, 0, 0)),
    "twenty even channels": (1000, (7,) * 20),
    "a hundred million": (10**8, (10**8, 10**7, 3, 2, 1, 0)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [None, "the article", "a need below zero", "a hundred million"])
@pytest.mark.parametrize("name", FORECASTS)
def test_a_bridge_of_any_numbers_is_well_laid_out(name: str, before: str | None, language: str) -> None:
    assert_well_laid_out(bridge(name, language, "Терапия", before))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_subject_of_any_name_is_well_laid_out(name: str, language: str) -> None:
    assert_well_laid_out(bridge(language=language, subject=NAMES[name]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("numbers", NUMBERS)
def test_channels_of_any_numbers_are_well_laid_out(numbers: str, language: str) -> None:
    assert_well_laid_out(channels(*NUMBERS[numbers], language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_channels_of_any_name_are_well_laid_out(name: str, language: str) -> None:
    names = [NAMES[name], "Карты", NAMES[name], "Ъ"]
    assert_well_laid_out(channels(10**8, (7, 5, 3, 1), language, names=names))


@examples(25)
@given(
    plan=st.integers(0, 10**9),
    last_year=st.lists(st.integers(0, 10**6), min_size=1, max_size=9),
    name=st.text(max_size=200),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_is_typed_is_well_laid_out(
    plan: int, last_year: list[int], name: str, language: str
) -> None:
    assert_well_laid_out(channels(plan, last_year, language, names=[name] * len(last_year)))
    assert_well_laid_out(bridge(language=language, subject=name))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["the article", "patients to spare", "a hundred million"])
def test_our_own_words_are_never_cut(name: str, language: str) -> None:
    assert "…" not in Drawn(bridge(name, language, before="the article")).words
    assert "…" not in Drawn(channels(10**8, (9, 8, 7, 6, 5, 4), language)).words


def test_dollars_in_a_name_are_no_formula() -> None:
    drawn = Drawn(bridge(subject="$x$"))
    assert "$x$: откуда возьмутся пациенты, 2027" in drawn.words
    assert not any(text.get_parse_math() for text in drawn.letters)


def test_letters_are_large_enough_for_a_phone() -> None:
    """A phone shows the picture 360 pixels wide: letters under 30 become unreadable there."""
    for request in (bridge(before="no growth"), channels(444, (60, 40, 32, 28, 5, 4))):
        sizes = {round(float(text.get_fontsize()) * 80 / 72) for text in Drawn(request).letters}
        assert min(sizes) >= 30
        assert max(sizes) == 52


def test_the_bars_are_as_high_as_their_numbers() -> None:
    drawn = Drawn(bridge())
    per_patient = drawn.of_colour(VERMILION).height / 460
    assert drawn.of_colour(ORANGE).height == pytest.approx(400 * per_patient, abs=1.5)
    assert drawn.of_colour(GREEN).height == pytest.approx(416 * per_patient, abs=1.5)
    assert drawn.of_colour(BLUE).height == pytest.approx(444 * per_patient, abs=1.5)
    needed = max((bar for bar in drawn.bars if bar.what == NEUTRAL), key=lambda bar: bar.height)
    assert needed.height == pytest.approx(860 * per_patient, abs=1.5)
    assert drawn.of_colour(GREEN).top == pytest.approx(needed.top, abs=1)
    assert drawn.of_colour(GREEN).bottom == pytest.approx(drawn.of_colour(BLUE).top, abs=1)


def test_the_article_in_russian() -> None:
    drawn = Drawn(bridge())
    assert drawn.title == "Маркетингу нужно привести 444\u00a0пациента за\u00a0год"
    for written in ("460", "+400", "860", "−416", "444"):
        assert written in drawn.words.split("\n")
    assert "Отток 23\u00a0% · рост оборота 20\u00a0% · база 2\u202f000\u00a0пациентов" in drawn.words


def test_the_article_in_english() -> None:
    drawn = Drawn(bridge(language="en"))
    assert drawn.title == "Marketing has to bring 444\u00a0patients over the\u00a0year"
    assert "Churn 23% · turnover growth 20% · base of 2,000\u00a0patients" in drawn.words


@pytest.mark.parametrize(
    ("plan", "written"),
    [
        (1, "1\u00a0пациента за"),
        (2, "2\u00a0пациентов за"),
        (3, "3\u00a0пациентов за"),
        (4, "4\u00a0пациентов за"),
        (5, "5\u00a0пациентов за"),
        (11, "11\u00a0пациентов за"),
        (21, "21\u00a0пациента за"),
        (22, "22\u00a0пациента за"),
        (112, "112\u00a0пациентов за"),
    ],
)
def test_patients_are_brought_in_the_right_case(plan: int, written: str) -> None:
    """The accusative of living beings: «двух пациентов», but «двадцать два пациента»."""
    figures = YearFigures(
        previous_patients=Estimate.exact(200),
        patients=Estimate.exact(200),
        new_patients=Estimate.exact(plan),
        referrals=Estimate.exact(0),
    )
    assert written in Drawn(BridgeChart(forecast(figures), 2027, "ru")).title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORECASTS)
def test_the_title_has_the_forecasts_number(name: str, language: str) -> None:
    whole = FORECASTS[name].whole
    assert whole is not None
    numbers = _numbers(Drawn(bridge(name, language)).title)
    assert whole.plan in numbers
    assert not whole.surplus or whole.surplus in numbers


def test_a_surplus_hangs_below_zero() -> None:
    drawn = Drawn(bridge("patients to spare"))
    assert drawn.title == "План маркетинга\u00a0—\u00a00: в\u00a0запасе 180\u00a0пациентов"
    axis = max((bar for bar in drawn.bars if bar.what == NEUTRAL), key=lambda bar: bar.width)
    assert drawn.of_colour(BLUE).top <= axis.top
    assert "Запас" in drawn.words.split("\n")


def test_a_changed_bar_carries_its_difference() -> None:
    """Three points less churn: 399.46 lost; 1600.54 kept by 0.26997 is 432.09, 16 more than 416."""
    drawn = Drawn(what_if("ru", Scenario(churn=Fraction(-3, 100))))
    assert drawn.title == "План маркетинга снизится: было\u00a0444, стало\u00a0367\u00a0пациентов"
    lines = drawn.words.split("\n")
    for written in ("(−61)", "432", "(+16)", "(−77)"):
        assert written in lines
    assert len([bar for bar in drawn.bars if bar.what == GRID]) == 4  # growth alone stays


def test_unchanged_bars_carry_no_difference() -> None:
    drawn = Drawn(what_if("en"))
    assert drawn.title == "The marketing plan stays at 444\u00a0patients"
    assert not re.search(r"\([+−]", drawn.words)
    assert all(bar.what != GRID for bar in drawn.bars)


def test_a_plan_that_turns_into_a_surplus_names_both() -> None:
    drawn = Drawn(bridge("wanted decline", before="the article"))
    assert _numbers(drawn.title) == [444, 0, 156]


def test_rough_figures_are_called_rough() -> None:
    figures = replace(ARTICLE, referrals=Estimate.between(230, 345))
    assert "часть цифр примерные" in Drawn(BridgeChart(forecast(figures), 2027, "ru")).words
    assert "примерные" not in Drawn(bridge()).words


def test_small_channels_stand_together() -> None:
    """1200 patients as 50 : 25 : 13 : 6 : 3 : 2 : 1; two leads for each."""
    drawn = Drawn(channels(1200, (50, 25, 13, 6, 3, 2, 1)))
    assert drawn.title == "50\u00a0% плана даст 1\u00a0канал из\u00a07"
    assert _column(drawn, "пациентов") == ["50", "25", "13", "6", "6"]
    assert _column(drawn, "лидов") == ["100", "50", "26", "12", "12"]
    assert "Ещё 3\u00a0канала" in drawn.words
    lengths = sorted((bar.width for bar in drawn.bars if bar.width > AXIS), reverse=True)
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.5, 0.26, 0.12, 0.12], abs=0.01)


def test_a_month_of_less_than_one_patient_has_a_decimal() -> None:
    """Nine and three patients a year are 0.75 and 0.25 a month, together one."""
    assert _column(Drawn(channels(12, (3, 1))), "пациентов") == ["0,8", "0,2"]
    assert _column(Drawn(channels(12, (3, 1), "en")), "patients") == ["0.8", "0.2"]


def test_nearly_all_is_not_written_as_all() -> None:
    assert Drawn(channels(1000, (999, 1))).title == "99\u00a0% плана даст 1\u00a0канал из\u00a02"
    assert Drawn(channels(1000, (5, 0))).title == "100\u00a0% плана даст 1\u00a0канал из\u00a02"


def test_a_channel_without_a_drawable_name_is_called_unnamed() -> None:
    assert "Без названия" in Drawn(channels(10, (1,), names=["诊所"])).words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "request_",
    [
        bridge(),
        bridge("a hundred million", subject=NAMES["two hundred letters"], before="the article"),
        channels(444, (60, 40, 32, 28, 5, 4, 3, 1), names=[NAMES["two hundred letters"]] * 8),
    ],
    ids=["article", "fullest bridge", "fullest channels"],
)
def test_the_file_is_small(request_: ChartRequest, language: str) -> None:
    picture = draw(replace(request_, language=language))
    image = Image.open(BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (1280, 960))
    assert len(picture) <= 60_000
    red, green, blue = np.asarray(image.convert("RGB"), dtype=np.uint32).transpose(2, 0, 1)
    colours = {f"#{colour:06X}" for colour in np.unique(red << 16 | green << 8 | blue)}
    assert len(colours) <= 64
    assert {INK, BLUE, NEUTRAL, PAPER} <= colours


def test_a_forecast_without_its_inputs_has_no_bridge() -> None:
    partial = forecast(replace(ARTICLE, referrals=None))
    with pytest.raises(ValueError, match="no bridge"):
        BridgeChart(partial, 2027, "ru")
    with pytest.raises(ValueError, match="no bridge"):
        BridgeChart(FORECASTS["the article"], 2027, "ru", before=partial)


def test_a_plan_without_channels_has_no_bars() -> None:
    with pytest.raises(ValueError, match="no bars"):
        channels(0, ())


@pytest.mark.parametrize("request_", [bridge(before="no growth"), channels(444, (3, 2))])
def test_requests_travel_between_processes(request_: BridgeChart | ChannelsChart) -> None:
    assert pickle.loads(pickle.dumps(request_)) == request_  # noqa: S301


def _numbers(text: str) -> list[int]:
    return [int(re.sub(r"\D", "", number)) for number in re.findall(r"\d[\d\u202f,]*", text)]


def _column(drawn: Drawn, header: str) -> list[str]:
    """The numbers that end where a header ends, from the top down."""
    (head,) = [text for text in drawn.texts if text.what == header]
    below = [text for text in drawn.texts if text.top < head.bottom]
    return [text.what for text in below if abs(text.right - head.right) < 4 and re.match(r"\d", text.what)]
