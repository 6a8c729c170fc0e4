"""The pages of a report: read back, looked at by their boxes, in both languages."""

import io
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from locales.texts import LANGUAGES
from reports.making import make
from reports.model import Chart, Kind, ReportTable
from reports.pdf import pdf
from tests.reports.clinics import CLINICS, HOSTILE, READERS, TEXTS, report, results
from tests.reports.test_model import words_of

MILLIMETRE = 72 / 25.4
SIDE = 18 * MILLIMETRE
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
every_clinic = pytest.mark.parametrize("clinic", CLINICS)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_reader = pytest.mark.parametrize(("clinic", "language"), READERS)


def logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "#0072B2").save(file, "PNG")
    return file.getvalue()


@cache
def pages(clinic: str, language: str = "ru", kind: Kind = Kind.YEAR) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(report(clinic, language, kind))))


def text_of(reader: PdfReader) -> str:
    """All that is said, spaces of every kind as one."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def said(text: str) -> str:
    return " ".join(text.split())


@every_reader
def test_everything_the_report_says_can_be_searched_and_copied(clinic: str, language: str) -> None:
    compact = text_of(pages(clinic, language)).replace(" ", "").replace("-", "")
    for section in report(clinic, language).sections:
        drawn = [block for block in section.blocks if not isinstance(block, Chart | ReportTable)]
        for words in (section.headline, *words_of(tuple(drawn))):
            assert said(words).replace(" ", "").replace("-", "") in compact, words


@every_clinic
def test_all_letters_are_of_the_bundled_fonts(clinic: str) -> None:
    fonts = set()
    for page in pages(clinic).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert fonts <= {"Roboto-Regular", "Roboto-Medium", "Roboto-Bold", "DejaVuSans", "DejaVuSans-Bold"}
    assert "Roboto-Regular" in fonts


@pytest.mark.parametrize("sign", ["₽", "«", "»", "−", "Ё", "ё", "×", "≈"])
def test_the_signs_of_russian_texts_are_letters_of_roboto(sign: str) -> None:
    from matplotlib.font_manager import findfont, get_font

    from charts.lettering import FAMILIES

    assert ord(sign) in get_font(findfont(FAMILIES[0])).get_charmap()


def _boxes(page: PageObject) -> list[tuple[float, float, str]]:
    found: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], text))

    page.extract_text(visitor_text=visit)
    return found


@every_reader
def test_no_text_begins_outside_the_page(clinic: str, language: str) -> None:
    for page in pages(clinic, language).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=1)
        for x, y, text in _boxes(page):
            assert SIDE - 10 <= x <= A4[0] - SIDE + 2, text
            assert 0 <= y <= A4[1], text


@every_reader
def test_the_month_is_one_page_and_the_year_at_most_ten(clinic: str, language: str) -> None:
    assert len(pages(clinic, language, Kind.MONTH).pages) == 1
    assert len(pages(clinic, language).pages) <= 10


@every_clinic
def test_no_page_is_all_but_empty(clinic: str) -> None:
    for page in pages(clinic).pages:
        assert len(page.extract_text()) > 250


@every_language
def test_pages_are_tagged_with_title_and_language(language: str) -> None:
    reader = pages("usual", language)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == language
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert reader.metadata is not None
    assert reader.metadata.title == report("usual", language).title


def _alternatives(node: Any) -> list[str]:
    node = node.get_object()
    if not isinstance(node, DictionaryObject):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return own + [alt for child in children for alt in _alternatives(child)]


def test_every_chart_has_its_words_for_those_who_do_not_see_it() -> None:
    charts = [
        block for section in report("usual").sections for block in section.blocks if isinstance(block, Chart)
    ]
    root: Any = pages("usual").trailer["/Root"]
    found = _alternatives(root["/StructTreeRoot"])
    assert charts
    assert {chart.alt for chart in charts} <= set(found)


def test_what_a_person_typed_is_shown_as_it_is() -> None:
    text = text_of(pages("hostile names"))
    assert said(HOSTILE) in text
    assert len(pages("hostile names").pages) <= len(pages("usual").pages)


def test_the_same_report_is_the_same_file() -> None:
    assert pdf(report("usual")) == pdf(report("usual"))


def test_a_clinics_logo_takes_the_place_of_ours() -> None:
    made = make(replace(results("usual"), logo=logo()), Kind.YEAR, TEXTS)
    reader = PdfReader(io.BytesIO(pdf(made)))
    assert len(reader.pages[0].images) == 1
