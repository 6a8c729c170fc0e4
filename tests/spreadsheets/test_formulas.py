"""Workbooks whose formulas nobody computed say so instead of coming without sums."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from spreadsheets.refusals import FileRefusedError, RefusalReason

HEADER = ("Карта", "Дата", "Врач", "Оплачено", "Скидка")


def workbook(*rows: Sequence[object]) -> bytes:
    """A workbook as a program writes it: formulas without their values."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *rows):
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("1", "01.05.2024", "Ким", "=100+20", 0), ("Оплачено",)),
        (("1", "=TODAY()", "Ким", "=100+20", 0), ("Дата", "Оплачено")),
    ],
)
def test_needed_columns_of_formulas_are_named(row: Sequence[object], named: tuple[str, ...]) -> None:
    with pytest.raises(FileRefusedError) as caught:
        read_file(workbook(row, row, row), UploadAnswers())
    assert (caught.value.refusal.reason, caught.value.refusal.found) == (RefusalReason.FORMULAS, named)


def test_formulas_elsewhere_are_of_no_account() -> None:
    rows = [("1", "01.05.2024", "Ким", 100, "=5*2")] * 3
    assert (
        read_file(workbook(*rows, ("Итого", None, None, "=SUM(D2:D4)")), UploadAnswers()).preview.turnover
        == 30_000
    )


def test_a_formula_that_was_computed_is_a_number() -> None:
    content = io.BytesIO(workbook(*[("1", "01.05.2024", "Ким", "=100+20", 0)] * 3))
    computed = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(computed, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            target.writestr(entry, part.replace(b"<v></v>", b"<v>120</v>").replace(b"<v />", b"<v>120</v>"))
    assert read_file(computed.getvalue(), UploadAnswers()).preview.turnover == 36_000
