"""The template: what it lets one type, and that what was typed comes back exactly."""

import io
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from locales.texts import LANGUAGES, Texts
from metrics.channels import ChannelKind
from metrics.funnel import Figure
from spreadsheets.figure_cells import ChannelFound
from spreadsheets.mapping import UploadAnswers
from spreadsheets.parsing import CellProblem, WantedCell
from spreadsheets.reading import Preview, WhySheet, read_file
from spreadsheets.refusals import FileRefusedError, RefusalReason
from spreadsheets.template_names import CHANNELS, MARK, VISITS, YEAR, name_of
from workbooks.template import write_template

TEXTS = Texts.load()
TYPED: dict[Figure, int | float] = {
    Figure.PATIENTS: 2000,
    Figure.PREVIOUS_PATIENTS: 1850,
    Figure.NEW_PATIENTS: 575,
    Figure.TURNOVER: 60_000_000.55,
    Figure.REFERRALS: 462,
    Figure.CONVERSION: 0.07,
    Figure.GROWTH: 0.2,
    Figure.RETURNED_PATIENTS: 0,
}

both = pytest.mark.parametrize("language", LANGUAGES)


def opened(language: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_template(language, 2026)))


def place(book: Workbook, name: str) -> tuple[Worksheet, str]:
    """The sheet and the cells of a name."""
    ((sheet, cells),) = book.defined_names[name].destinations
    return book[sheet], cells.replace("$", "")


def type_in(book: Workbook, name: str, value: str | float) -> None:
    sheet, cell = place(book, name)
    sheet[cell].value = value


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def preview(book: Workbook) -> Preview:
    return read_file(saved(book), UploadAnswers()).preview


@both
def test_what_was_typed_comes_back_exactly(language: str) -> None:
    book = opened(language)
    for figure, number in TYPED.items():
        type_in(book, name_of(figure), number)
    type_in(book, YEAR, 2025)
    seen = preview(book)
    assert seen.figures is not None
    assert {found.figure: found.value.value for found in seen.figures.figures} == {
        figure: Fraction(str(number)) for figure, number in TYPED.items()
    }
    assert (seen.figures.is_template, seen.figures.year) == (True, 2025)
    assert (seen.why, seen.rows, seen.problem_count, seen.questions) == (WhySheet.TEMPLATE, 0, 0, ())


@pytest.mark.parametrize("seed", range(5))
def test_any_numbers_come_back_exactly(seed: int) -> None:
    chance, book = Random(seed), opened("ru")
    typed = {
        Figure.PATIENTS: chance.randint(1, 10**6),
        Figure.NEW_PATIENTS: chance.randint(0, 1000),
        Figure.TURNOVER: chance.randint(0, 10**11) / 100,
        Figure.CONVERSION: chance.randint(1, 1000) / 1000,
        Figure.GROWTH: chance.randint(-900, 9000) / 1000,
    }
    for figure, number in typed.items():
        type_in(book, name_of(figure), number)
    seen = preview(book)
    assert seen.figures is not None
    assert {found.figure: found.value.value for found in seen.figures.figures} == {
        figure: Fraction(str(number)) for figure, number in typed.items()
    }


@both
def test_channels_come_back_as_they_were_typed(language: str) -> None:
    book = opened(language)
    sheet, cells = place(book, CHANNELS)
    rows = sheet[cells]
    natural = TEXTS.language(language).plain("channel-kind-natural")
    rows[0][2].value = 63
    rows[0][3].value = 1500.5
    rows[6][0].value, rows[6][1].value, rows[6][2].value = "Радио & Ко", natural, 5
    rows[7][0].value, rows[7][4].value = "Щиты", 600_000
    seen = preview(book)
    assert seen.figures is not None
    maps = TEXTS.language(language).plain("channel-preset-maps")
    assert seen.figures.channels[0] == ChannelFound(maps, ChannelKind.MARKETING, 63, Fraction("1500.5"), None)
    assert seen.figures.channels[2] == ChannelFound("Щиты", ChannelKind.MARKETING, 0, None, Fraction(600_000))
    assert len(seen.figures.channels) == 3  # ours that were left without a number are not taken


@both
def test_visits_come_back_as_they_were_typed(language: str) -> None:
    book = opened(language)
    sheet, cells = place(book, VISITS)
    top = int(cells.split(":")[0].removeprefix("A"))
    chance = Random(1)
    visits = [
        (
            f"{chance.randint(1, 40):03}",
            date(2025, 1, 1) + timedelta(days=chance.randint(0, 700)),
            chance.randint(0, 10**7) / 100,
        )
        for _ in range(120)
    ]
    for row, visit in enumerate(visits, top):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value, sheet.cell(row, 3).value = visit
    type_in(book, name_of(Figure.PATIENTS), 40)
    reading = read_file(saved(book), UploadAnswers())
    assert reading.preview.rows == len(visits)
    assert reading.preview.turnover == sum(round(paid * 100) for _, _, paid in visits)
    assert list(reading.rows["patient"]) == [patient for patient, _, _ in visits]
    assert [day.date() for day in reading.rows["date"]] == [day for _, day, _ in visits]
    assert reading.preview.figures is not None
    assert reading.preview.figures.figures[0].value.value == 40


def test_rows_moved_down_are_still_found() -> None:
    book = opened("ru")
    sheet, cell = place(book, name_of(Figure.PATIENTS))
    book.defined_names[name_of(Figure.PATIENTS)].attr_text = f"'{sheet.title}'!$B$40"
    sheet["B40"].value = 77
    assert cell != "B40"
    seen = preview(book)
    assert seen.figures is not None
    assert [(found.figure, found.value.value) for found in seen.figures.figures] == [
        (Figure.PATIENTS, Fraction(77))
    ]


def test_an_empty_template_is_answered_by_what_to_do() -> None:
    with pytest.raises(FileRefusedError) as caught:
        read_file(write_template("ru", 2026), UploadAnswers())
    assert caught.value.refusal.reason is RefusalReason.EMPTY_TEMPLATE


def test_what_is_no_number_is_a_problem_by_its_cell() -> None:
    book = opened("ru")
    type_in(book, name_of(Figure.PATIENTS), "много")
    type_in(book, name_of(Figure.TURNOVER), "60 млн")
    sheet, cells = place(book, CHANNELS)
    sheet[cells][0][1].value, sheet[cells][0][2].value = "платный", 5
    seen = preview(book)
    assert seen.figures is not None
    assert [(found.figure, found.value.value) for found in seen.figures.figures] == [
        (Figure.TURNOVER, Fraction(60_000_000))
    ]
    assert seen.problems == (
        CellProblem("Цифры года", "B6", "много", WantedCell.NUMBER, None),
        CellProblem("Каналы", "B5", "платный", WantedCell.KIND, None),
    )


@both
def test_only_the_cells_to_fill_in_are_unlocked(language: str) -> None:
    book = opened(language)
    names = (YEAR, *(name_of(figure) for figure in TYPED))
    to_fill = {place(book, name)[1] for name in names}
    figures = place(book, YEAR)[0]
    unlocked = {cell.coordinate for row in figures.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == to_fill
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    visits = place(book, VISITS)[0]
    assert visits["A1"].protection.locked
    assert not visits.column_dimensions["A"].protection.locked


@both
def test_every_cell_to_fill_in_is_checked_and_explained(language: str) -> None:
    book = opened(language)
    for name in (name_of(figure) for figure in TYPED):
        sheet, cell = place(book, name)
        (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
        assert rule.error
        assert sheet[cell].comment is not None
    sheet, cell = place(book, name_of(Figure.NEW_PATIENTS))
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert "figure_new_patients" in rule.formula1
    assert "<=figure_patients" in rule.formula1


@both
def test_it_has_native_charts_and_is_ready_to_print(language: str) -> None:
    content = write_template(language, 2026)
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_the_mark_is_hidden_and_says_the_version() -> None:
    book = opened("ru")
    sheet, cell = place(book, MARK)
    assert sheet[cell].value == 1
    assert sheet.column_dimensions[cell.rstrip("0123456789")].hidden
