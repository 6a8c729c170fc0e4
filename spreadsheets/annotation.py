"""A copy of a person's own file with each problem marked: its cell coloured, a comment saying what to do.

A workbook keeps everything else it has; a file of another format becomes a workbook made of its cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from locales.texts import Speaker
from spreadsheets.grid import Sheet, read_grid
from spreadsheets.mapping import Answers
from spreadsheets.opening import Kind, Limits, Opened, open_file
from spreadsheets.parsing import Problem
from spreadsheets.reading import read_file
from spreadsheets.speaking import speaker
from spreadsheets.workbooks import PLAIN, WRONG, Book

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MACROS: Final = "xl/vbaproject.bin"
_COMMENT: Final = {"width": 260, "height": 110}
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31

Marks = Mapping[str, Mapping[str, str]]
"""What to say, by sheet and cell."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A marked copy and the ending of its name: «xlsx», or «xlsm» for a workbook with macros."""

    content: bytes
    suffix: str


def annotate(content: bytes, answers: Answers, language: str, limits: Limits) -> Annotated:
    """Mark what cannot be read in a file, as it is read with these answers. Raises Refused."""
    problems = read_file(content, answers, limits).preview.problems
    opened, marks = open_file(content, limits), _marks(problems, speaker(language))
    if opened.kind is Kind.XLSX:
        marked = _marked(opened, marks)
        if marked is not None:
            return marked
    return Annotated(_made(read_grid(opened), marks, speaker(language)), "xlsx")


def _marks(problems: Iterable[Problem], speak: Speaker) -> Marks:
    marks: dict[str, dict[str, str]] = {}
    for problem in problems:
        key = f"annotation-{problem.wanted}" + (".fix" if problem.fix else "")
        marks.setdefault(problem.sheet, {})[problem.cell] = speak.plain(key, fix=problem.fix or "")
    return marks


def _marked(opened: Opened, marks: Marks) -> Annotated | None:
    """The workbook itself with marks; None if only the fast reader understands it."""
    import openpyxl

    with ZipFile(io.BytesIO(opened.content)) as archive:
        has_macros = any(name.lower() == _MACROS for name in archive.namelist())
    try:
        book = openpyxl.load_workbook(io.BytesIO(opened.content), keep_vba=has_macros, rich_text=True)
    except Exception:  # whatever the parser stumbles over, the cells are still known
        return None
    if not marks.keys() <= set(book.sheetnames):
        return None
    _mark(book, marks)
    return Annotated(_saved(book), "xlsm" if has_macros else "xlsx")


def _mark(book: Workbook, marks: Marks) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=WRONG["bg_color"].removeprefix("#"))
    for name, cells in marks.items():
        sheet = book[name]
        for address, text in cells.items():
            cell = sheet[address]
            said = f"{cell.comment.text}\n\n{text}" if cell.comment else text
            cell.comment = Comment(said, "", **_COMMENT)
            cell.fill = fill


def _saved(book: Workbook) -> bytes:
    """The workbook as bytes; openpyxl itself saves over the disk, where nothing of a file may be."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):  # what it uses of openpyxl has no types
        def write_worksheet(self: Any, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            part = io.BytesIO()
            writer: Any = WorksheetWriter(ws, part)
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], part.getvalue())
            self.manifest.append(ws)

    buffer = io.BytesIO()
    InMemory(book, ZipFile(buffer, "w", ZIP_DEFLATED)).save()
    return buffer.getvalue()


def _made(sheets: Sequence[Sheet], marks: Marks, speak: Speaker) -> bytes:
    """A workbook of the cells of a file, as text, with marks."""
    book = Book()
    for number, sheet in enumerate(sheets, 1):
        _copy(book, sheet, _free_name(book, sheet.name or speak.plain("annotation-sheet"), number), marks)
    return book.content()


def _free_name(book: Book, name: str, number: int) -> str:
    """A name Excel takes and no other sheet has."""
    plain = _NOT_IN_A_NAME.sub(" ", name).strip(" '")[:_LONGEST_NAME]
    taken = {sheet.get_name().lower() for sheet in book.file.worksheets()}
    return plain if plain and plain.lower() not in taken else f"{plain[: _LONGEST_NAME - 5]} {number}"


def _copy(book: Book, sheet: Sheet, name: str, marks: Marks) -> None:
    written, here = book.sheet(name), marks.get(sheet.name, {})
    if sheet.is_hidden:
        written.hide()
    for row, cells in enumerate(sheet.cells.to_numpy(dtype=object).tolist()):
        for column, text in enumerate(cells):
            mark = here.get(sheet.address(row, column))
            if isinstance(text, str):
                book.text(written, row, sheet.first_column + column, text, WRONG if mark else PLAIN)
            if mark:
                options = {"x_scale": 2, "y_scale": 1.2, "author": ""}
                written.write_comment(row, sheet.first_column + column, mark, options)
