"""Every screen about a file fits into a message, whatever the file has in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.upload.keyboard import keyboard
from handlers.upload.screens import Screens
from handlers.window import View
from locales.texts import LANGUAGES, Texts
from locales.writing import Writer
from metrics.estimate import Estimate
from metrics.funnel import Figure
from simulator.entities import formatted, utf16_length
from spreadsheets.figure_cells import FIGURES, FigureFound, FiguresFound
from spreadsheets.mapping import Ask, MappedColumn, UploadAnswers, UploadQuestion
from spreadsheets.parsing import CellProblem, LeftOut, WantedCell
from spreadsheets.reading import Preview, SheetSeen, read_file
from spreadsheets.refusals import FileRefusal, RefusalReason
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import DateOrder

TEXTS = Texts.load()
NOVEMBER = datetime(2026, 11, 21, tzinfo=UTC)
NAME = "<&>\"'Ж" * 200
LONGEST_TEXT = 4096
MOST_BUTTONS = 100
DRAFT = "zzzzzzzzzzzz"


def large() -> Preview:
    """A file with far too much of everything."""
    usual = read_file(b"Patient ID;Visit date;Paid\n1;13.01.2025;100\n", UploadAnswers()).preview
    fields = list(ColumnField)
    columns = tuple(
        MappedColumn(
            f"Z{chr(65 + number % 26)}{number}", NAME, fields[number % len(fields)], 0.5, used=number % 2 == 0
        )
        for number in range(200)
    )
    found = tuple(
        FigureFound(figure, Estimate.between(10**11, 10**12), NAME, "ZZ99999", NAME, 0.5)
        for figure in FIGURES
    )
    return replace(
        usual,
        sheets=tuple(SheetSeen(NAME, 10**6, is_hidden=number > 5, is_read=True) for number in range(20)),
        columns=columns,
        amount_field=ColumnField.CHARGED,
        problems=tuple(CellProblem(NAME, "ZZ99999", NAME, WantedCell.NUMBER, NAME) for _ in range(5000)),
        problem_count=10**6,
        left_out=LeftOut(10**6, 10**15, 10**6, 10**6, 10**6),
        rows=10**9,
        patients=10**9,
        turnover=10**17,
        years=usual.years * 30,
        figures=FiguresFound(True, 2025, tuple(range(1990, 2026)), found, (), (NAME,) * 50),
    )


def questions(preview: Preview) -> list[UploadQuestion]:
    letters = tuple(column.letter for column in preview.columns)
    return [
        *(UploadQuestion(ask, letters, letters[0]) for ask in (Ask.PATIENT, Ask.DATE, Ask.AMOUNT)),
        UploadQuestion(Ask.SHEET, (NAME,) * 50, NAME),
        UploadQuestion(Ask.DATE_ORDER, tuple(DateOrder), DateOrder.DAY_FIRST),
        UploadQuestion(Ask.FIGURE, (NAME,) * 50, NAME, Figure.PATIENTS),
    ]


def check(view: View) -> None:
    text = formatted(view.text, "HTML", None).text
    assert 0 < utf16_length(text) <= LONGEST_TEXT
    buttons = [button for row in view.rows for button in row]
    assert len(buttons) <= MOST_BUTTONS
    assert all(button.label.strip() and len(button.id.encode()) <= 64 for button in buttons)
    assert (keyboard(view) is None) == (not buttons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits(language: str) -> None:
    screens = Screens(TEXTS.language(language), Writer(language, "TJS"), DRAFT, NOVEMBER)
    preview = large()
    letters = tuple(column.letter for column in preview.columns)
    refusal = FileRefusal(
        RefusalReason.NO_COLUMNS, (NAME,) * 200, letters, missing=(ColumnField.PATIENT, ColumnField.DATE)
    )
    shown = [
        screens.preview(preview, is_remembered=True, refusal=refusal),
        screens.preview(replace(preview, figures=None), is_remembered=True, refusal=refusal),
        screens.preview(replace(preview, rows=0), is_remembered=False),
        screens.refused(refusal),
        *(
            screens.refused(FileRefusal(reason, (NAME,) * 50))
            for reason in RefusalReason
            if reason != RefusalReason.NO_COLUMNS
        ),
        *(
            screens.preview(replace(preview, questions=(question,)), is_remembered=False)
            for question in questions(preview)
        ),
        *(screens.columns(preview, page) for page in (0, 24, 25, 10**9)),
        screens.column(preview, letters[0]),
        screens.column(preview, "A1"),
    ]
    for view in shown:
        check(view)


def test_of_a_page_that_is_not_there_the_nearest_is_shown() -> None:
    screens = Screens(TEXTS.language("ru"), Writer("ru"), DRAFT, NOVEMBER)
    preview = large()
    assert screens.columns(preview, 25).rows == screens.columns(preview, 24).rows
