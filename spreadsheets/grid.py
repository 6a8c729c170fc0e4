"""A file of a known format as sheets of text cells.

Every cell is text, whatever the format: dates as `2024-03-12 14:30:00`, numbers with a decimal point, empty
cells missing. So one reader of dates and money serves workbooks, csv and web pages alike.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from spreadsheets.formulas import uncomputed_cells
from spreadsheets.opening import FileKind, Opened
from spreadsheets.refusals import MEGABYTE, FileRefusedError, RefusalReason, refuse
from spreadsheets.text_tables import read_delimited, read_html, read_xml_2003

if TYPE_CHECKING:
    import fastexcel
    import pandas as pd

_ERROR = re.compile(r"Error\((\w+)\)")
_ERROR_WORDS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
}
_HARDLY_FILLED = 5
_MOST_CELLS = 20_000_000
"""Of a rectangle around all cells of a sheet: one cell in a far corner would only cost memory."""
_EPOCH_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_PLACE = re.compile(
    r"=?\$?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!.]+))[!.]"
    r"\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})"
    r"(?::(?:[^:]*[!.])?\$?(?P<last_column>[A-Z]{1,3})\$?(?P<last_row>\d{1,7}))?"
)


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, counted from 0, its last row and column included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: a frame of text with columns 0, 1, 2…; its row 0 is the sheet's row 1.

    first_column: the sheet's column of column 0 (0 is A); has_1904_dates: day numbers count from 1904.
    named: the ranges of this sheet that have names; uncomputed: letters of columns of formulas without value.
    """

    name: str
    cells: pd.DataFrame
    first_column: int = 0
    is_hidden: bool = False
    has_1904_dates: bool = False
    named: Mapping[str, Range] = field(default_factory=dict)
    uncomputed: frozenset[str] = frozenset()

    def text(self, row: int, column: int) -> str | None:
        """The text of a cell by its place in the sheet, None where it is empty or beyond the frame."""
        inner = column - self.first_column
        if not (0 <= row < self.cells.shape[0] and 0 <= inner < self.cells.shape[1]):
            return None
        text = self.cells.iat[row, inner]
        return text.strip() or None if isinstance(text, str) else None

    def address(self, row: int, column: int) -> str:
        """The name of a cell as Excel shows it, «C15»."""
        return f"{letters(self.first_column + column)}{row + 1}"


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_grid(opened: Opened) -> tuple[Sheet, ...]:
    """All sheets of a file in their order, hidden ones marked. Raises FileRefusedError if unreadable."""
    match opened.kind:
        case FileKind.TEXT:
            return (Sheet("", _frame(read_delimited(opened.content))),)
        case FileKind.HTML:
            tables = read_html(opened.content)
        case FileKind.XML_2003:
            tables = read_xml_2003(opened.content)
        case _:
            return _workbook(opened)
    return tuple(Sheet(name, _frame(rows)) for name, rows in tables)


def _workbook(opened: Opened) -> tuple[Sheet, ...]:
    import fastexcel

    try:
        return tuple(_sheets(opened))
    except fastexcel.FastExcelError:
        if opened.kind is not FileKind.XLSX:
            raise refuse(RefusalReason.DAMAGED) from None
    return _second_try(opened.content)


def _sheets(opened: Opened) -> Iterator[Sheet]:
    import fastexcel

    reader = fastexcel.read_excel(opened.content)
    has_1904_dates = opened.kind is FileKind.XLSX and _counts_from_1904(opened.content)
    named = _named_ranges((name.name, name.formula) for name in reader.defined_names())
    for index, name in enumerate(reader.sheet_names):
        # Given a number of rows to skip, even none, the reader keeps the empty ones before the first cell.
        sheet = reader.load_sheet(
            index, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True
        )
        columns = sheet.selected_columns
        cells, first = _sheet_frame(sheet), columns[0].absolute_index if columns else 0
        yield Sheet(
            name=name,
            cells=cells,
            first_column=first,
            is_hidden=sheet.visible != "visible",
            has_1904_dates=has_1904_dates,
            named=named.get(name, {}),
            uncomputed=_uncomputed(opened, index, cells, first),
        )


def _uncomputed(opened: Opened, sheet: int, cells: pd.DataFrame, first: int) -> frozenset[str]:
    """Columns with more formulas without values than cells with any, the header among them."""
    filled = cells.notna().to_numpy().sum(axis=0).tolist()
    hardly = {letters(first + at): count for at, count in enumerate(filled) if count <= _HARDLY_FILLED}
    if not hardly or opened.kind is not FileKind.XLSX:
        return frozenset()
    try:
        with ZipFile(io.BytesIO(opened.content)) as archive:
            found = uncomputed_cells(archive, sheet)
    except (KeyError, BadZipFile):
        return frozenset()
    return frozenset(letter for letter, count in hardly.items() if count and found[letter] >= count)


def _named_ranges(names: Iterable[tuple[str, str]]) -> dict[str, dict[str, Range]]:
    """The named ranges of each sheet, from formulas like `'Sheet 1'!$A$2:$C$9`; other names say no place."""
    found: dict[str, dict[str, Range]] = {}
    for name, formula in names:
        place = _PLACE.fullmatch(formula)
        if place is None:
            continue
        sheet = place["quoted"].replace("''", "'") if place["quoted"] is not None else place["plain"]
        first = _number(place["column"]), int(place["row"]) - 1
        last = (_number(place["last_column"]), int(place["last_row"]) - 1) if place["last_row"] else first
        found.setdefault(sheet, {})[name] = Range(first[1], first[0], last[1], last[0])
    return found


def _number(column: str) -> int:
    """The place of a column by its letters: A is 0."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _sheet_frame(sheet: fastexcel.ExcelSheet) -> pd.DataFrame:
    """The cells with the error values (`#DIV/0!`) the reader leaves out written in."""
    batch, errors = sheet.to_arrow_with_errors()
    cells: pd.DataFrame = batch.to_pandas()
    cells.columns = list(range(cells.shape[1]))
    for error in errors.errors if errors else ():
        found = _ERROR.search(error.detail)
        if found:
            row, column = error.position
            cells.iat[row, column] = _ERROR_WORDS.get(found[1], "#VALUE!")
    return cells


def _counts_from_1904(content: bytes) -> bool:
    with ZipFile(io.BytesIO(content)) as archive:
        return "xl/workbook.xml" in archive.namelist() and bool(
            _EPOCH_1904.search(archive.read("xl/workbook.xml"))
        )


def _second_try(content: bytes) -> tuple[Sheet, ...]:
    """Read a workbook the fast reader rejects; openpyxl forgives more and is ten times slower."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return tuple(
            Sheet(
                name=sheet.title,
                cells=_frame([[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]),
                is_hidden=sheet.sheet_state != "visible",
            )
            for sheet in book.worksheets
        )
    except FileRefusedError:
        raise
    except Exception:  # whatever the parser stumbles over, the file is broken
        raise refuse(RefusalReason.DAMAGED) from None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _frame(rows: Iterable[Sequence[str | None]] | pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    if isinstance(rows, pd.DataFrame):
        return rows
    filled = list(rows)
    width = max(map(len, filled), default=0)
    if len(filled) * width > _MOST_CELLS:
        raise refuse(RefusalReason.TOO_HEAVY, limit=_MOST_CELLS // MEGABYTE)
    padded = [[*row, *[None] * (width - len(row))] for row in filled]
    frame = pd.DataFrame(padded, columns=range(width), dtype="str")
    return frame.mask(frame == "")
