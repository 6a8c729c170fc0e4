"""The slides of a report, read back: what they say, what can be edited, that nothing leaves its box."""

import io
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from charts.layout import wrapped
from charts.lettering import Style
from locales.texts import LANGUAGES
from reports.model import Chart
from reports.slides import slides
from tests.charts.drawn import contrast
from tests.reports.clinics import CLINICS, HOSTILE, READERS, report

EMU_PER_POINT = 12700
SIXTEEN_TO_NINE = (12192000, 6858000)
TOUCHING = 2000
LEAST_CONTRAST = 4.5

every_clinic = pytest.mark.parametrize("clinic", CLINICS)
every_reader = pytest.mark.parametrize(("clinic", "language"), READERS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def deck(clinic: str, language: str = "ru") -> Any:
    return Presentation(io.BytesIO(slides(report(clinic, language))))


def runs(shape: Any) -> list[Any]:
    if shape.has_table if hasattr(shape, "has_table") else False:
        cells = (cell for row in shape.table.rows for cell in row.cells)
        frames = [cell.text_frame for cell in cells]
    else:
        frames = [shape.text_frame] if shape.has_text_frame else []
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


@every_clinic
def test_slides_are_wide_and_each_has_its_finding_as_title(clinic: str) -> None:
    made = deck(clinic)
    assert (made.slide_width, made.slide_height) == SIXTEEN_TO_NINE
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert all(titles)
    assert titles[0] == report(clinic).sections[0].headline


@every_clinic
def test_charts_are_native_and_described(clinic: str) -> None:
    charts = [shape for slide in deck(clinic).slides for shape in slide.shapes if shape.has_chart]
    expected = [
        block for section in report(clinic).sections for block in section.blocks if isinstance(block, Chart)
    ]
    described = [shape._element._nvXxPr.cNvPr.get("descr") for shape in charts]
    assert all(described)
    assert {chart.alt for chart in expected} <= set(described)
    assert not [
        shape
        for slide in deck(clinic).slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    ]


def test_a_native_chart_has_the_numbers_of_the_report() -> None:
    (chart,) = [
        block
        for section in report("usual").sections
        if section.key == "movement"
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    found = [shape.chart for slide in deck("usual").slides for shape in slide.shapes if shape.has_chart]
    values = [tuple(series.values) for drawn in found for series in drawn.plots[0].series]
    assert chart.native.series[0].values in values


@pytest.mark.parametrize(("clinic", "unit", "form"), [("falling", "тыс.", "#,##0,")])
def test_labels_are_in_the_unit_of_their_heading(clinic: str, unit: str, form: str) -> None:
    (slide,) = [
        slide
        for slide in deck(clinic).slides
        for shape in slide.shapes
        if shape.has_text_frame and shape.text_frame.text.startswith("Оборот по месяцам")
    ]
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert any(f", {unit}" in text for text in texts)
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert chart.plots[0].series[-1].data_labels.number_format == form


@every_reader
def test_texts_have_their_language(clinic: str, language: str) -> None:
    wanted = {"ru": "ru-RU", "en": "en-GB"}[language]
    for slide in deck(clinic, language).slides:
        for shape in slide.shapes:
            assert all(run.font._element.get("lang") == wanted for run in runs(shape))


@every_reader
def test_words_fit_their_boxes_and_no_box_leaves_the_slide(clinic: str, language: str) -> None:
    for number, slide in enumerate(deck(clinic, language).slides, start=1):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= SIXTEEN_TO_NINE[0] + TOUCHING
            assert shape.top + shape.height <= SIXTEEN_TO_NINE[1] + TOUCHING, (number, shape.name)
            if shape.has_text_frame and shape.text_frame.text:
                (run,) = runs(shape)
                size = run.font.size.pt
                style = Style(size, "#000000", bold=bool(run.font.bold))
                lines = wrapped(run.text, style, shape.width / EMU_PER_POINT, 99)
                assert len(lines) * size * 1.2 <= shape.height / EMU_PER_POINT + size * 0.35, (
                    number,
                    run.text,
                )


@every_clinic
def test_no_words_lie_on_other_words(clinic: str) -> None:
    for slide in deck(clinic).slides:
        boxes = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]
        boxes += [shape for shape in slide.shapes if shape.has_chart or getattr(shape, "has_table", False)]
        for one, other in combinations(boxes, 2):
            apart = (
                one.left + one.width <= other.left + TOUCHING
                or other.left + other.width <= one.left + TOUCHING
                or one.top + one.height <= other.top + TOUCHING
                or other.top + other.height <= one.top + TOUCHING
            )
            assert apart, (one.name, other.name, getattr(one, "text", ""), getattr(other, "text", ""))


@every_language
def test_words_stand_out_from_their_ground(language: str) -> None:
    for slide in deck("falling", language).slides:
        for shape in slide.shapes:
            for run in runs(shape):
                colour = f"#{run.font.color.rgb}"
                ground = {"#FFFFFF": "#0072B2", "#0072B2": "#FFFFFF"}.get(colour, "#E4F0F7")
                assert contrast(colour, ground) >= LEAST_CONTRAST, run.text


@every_clinic
def test_notes_hold_what_the_slide_has_no_room_for(clinic: str) -> None:
    with_charts = [slide for slide in deck(clinic).slides if any(shape.has_chart for shape in slide.shapes)]
    assert all(slide.has_notes_slide for slide in with_charts)


def test_the_outline_can_be_told_in_ten_minutes() -> None:
    for clinic in CLINICS:
        assert 3 <= len(deck(clinic).slides) <= 14


def test_title_and_language_are_those_of_the_report() -> None:
    properties = deck("usual").core_properties
    assert properties.title == report("usual").title
    assert properties.language == "ru-RU"
    title = deck("usual").slides[0].shapes.title
    assert title.placeholder_format.type == PP_PLACEHOLDER.TITLE


def test_what_a_person_typed_is_shown_as_it_is() -> None:
    texts = [
        run.text for slide in deck("hostile names").slides for shape in slide.shapes for run in runs(shape)
    ]
    assert f"«{' '.join(HOSTILE.split())}»" in texts
