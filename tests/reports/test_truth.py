"""One truth: every figure that has a name is written alike in the pages, the slides and the workbook."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from locales.texts import LANGUAGES
from reports.model import KeyFigure, KeyFigures, Recommendation, Report, ReportTable, TableCell
from reports.pdf import pdf
from reports.slides import slides
from reports.workbook import workbook
from tests.reports.clinics import report

NOT_ON_SLIDES = "method"
"""Where the rows come from is told by the last page and the last sheet."""
every_clinic = pytest.mark.parametrize("clinic", ["usual", "falling", "no amounts", "thirty doctors"])
every_language = pytest.mark.parametrize("language", LANGUAGES)


def compact(text: str) -> str:
    return "".join(text.split())


@cache
def pages(clinic: str, language: str) -> str:
    """The text of the pages in their reading order, without spaces."""
    reader = PdfReader(io.BytesIO(pdf(report(clinic, language))))
    return compact("".join(page.extract_text() for page in reader.pages))


@cache
def deck(clinic: str, language: str) -> tuple[str, ...]:
    """Every box, row of a table and line of the notes, without spaces."""
    said: list[str] = []
    for slide in Presentation(io.BytesIO(slides(report(clinic, language)))).slides:
        shapes: Any = slide.shapes
        for shape in shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += ["".join(cell.text for cell in row.cells) for row in shape.table.rows]
        notes: Any = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        said += [] if notes is None else [line.text for line in notes.paragraphs]
    return tuple(compact(text).replace(";", "") for text in said)


@cache
def book(clinic: str, language: str) -> tuple[tuple[object, ...], ...]:
    """The rows of all sheets."""
    made = load_workbook(io.BytesIO(workbook(report(clinic, language))), data_only=True)
    return tuple(row for sheet in made for row in sheet.iter_rows(values_only=True))


def figures_of(made: Report) -> Iterator[tuple[str, KeyFigure]]:
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, KeyFigures):
                yield from ((section.key, figure) for figure in block.figures)


def rows_of(made: Report) -> Iterator[tuple[ReportTable, tuple[TableCell, ...]]]:
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, ReportTable):
                yield from ((block, row) for row in (*block.rows, block.total) if row)


def written(table: ReportTable, row: tuple[TableCell, ...]) -> list[TableCell]:
    return [cell for cell, column in zip(row, table.columns, strict=True) if not column.drawn]


@every_clinic
@every_language
def test_every_named_figure_is_the_same_in_three_files(clinic: str, language: str) -> None:
    found = list(figures_of(report(clinic, language)))
    assert found
    boxes = deck(clinic, language)
    cells = [[compact(str(cell)) for cell in row if cell is not None] for row in book(clinic, language)]
    for section, figure in found:
        label, value = compact(figure.label), compact(figure.value + figure.unit)
        assert label + value in pages(clinic, language), figure
        assert any(label in row and value in row for row in cells), figure
        if section != NOT_ON_SLIDES:
            assert _beside(boxes, label, value) or f"{label}:{value}" in boxes, figure


def _beside(boxes: tuple[str, ...], label: str, value: str) -> bool:
    """A box of the label is followed by that of the value."""
    return any(pair == (label, value) for pair in pairwise(boxes))


@every_clinic
@every_language
def test_every_row_of_a_table_is_the_same_in_three_files(clinic: str, language: str) -> None:
    found = list(rows_of(report(clinic, language)))
    assert found
    for table, row in found:
        cells = written(table, row)
        line = compact("".join(cell.text for cell in cells))
        assert line in pages(clinic, language), line
        assert line in deck(clinic, language), line
        assert any(_holds(kept, table, row) for kept in book(clinic, language)), line


def _holds(kept: tuple[object, ...], table: ReportTable, row: tuple[TableCell, ...]) -> bool:
    """A row of a sheet holds the numbers of a row of the report, each in its place."""
    forms = [column.form for column in table.columns if not column.drawn]
    for cell, form, value in zip(written(table, row), forms, kept, strict=False):
        if cell.number is None or form is None:
            if compact(cell.text) != compact(str(value or "")):
                return False
        elif not isinstance(value, int | float) or abs(value - float(cell.number)) > 1e-9 * max(
            1, abs(value)
        ):
            return False
    return len(kept) >= len(forms)


@every_clinic
@every_language
def test_a_name_has_one_value(clinic: str, language: str) -> None:
    """Written in full, as steps of recommendations and the factors of the turnover write it."""
    values = defaultdict(set)
    made = report(clinic, language)
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, Recommendation):
                for step in block.steps:
                    for name, value in re.findall(r"(?:^|; )([^:;]+): ([^(;]+) \(", step.text):
                        values[name].add(value)
            if isinstance(block, ReportTable) and section.key == "turnover":
                for row in (*block.rows, block.total):
                    values[row[0].text].add(row[2].text)
    assert len(values) > 3
    assert {name: found for name, found in values.items() if len(found) > 1} == {}
