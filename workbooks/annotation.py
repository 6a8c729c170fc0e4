"""A copy of a person's own file with each problem marked: its cell coloured, a comment saying what to do.

A workbook keeps everything else it has; a file of another format becomes a workbook made of its cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zipfile import ZipFile

from locales.texts import Speaker
from spreadsheets.grid import Sheet, read_grid
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import FileKind, Limits, Opened, open_file
from spreadsheets.parsing import CellProblem
from spreadsheets.reading import read_file
from spreadsheets.speaking import speaker
from workbooks.look import PLAIN, WRONG, Book
from workbooks.marking import CannotMarkError, Marks, mark

_MACROS: Final = "xl/vbaproject.bin"
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31


@dataclass(frozen=True, slots=True)
class Annotated:
    """A marked copy and the ending of its name: «xlsx», or «xlsm» for a workbook with macros."""

    content: bytes
    suffix: str


def annotate(
    content: bytes, answers: UploadAnswers, language: str, limits: Limits, *, today: date | None = None
) -> Annotated:
    """Mark what cannot be read in a file, as it is read with these answers. Raises FileRefusedError."""
    problems = read_file(content, answers, limits, today=today).preview.problems
    opened, marks = open_file(content, limits), _marks(problems, speaker(language))
    if opened.kind is FileKind.XLSX:
        marked = _marked(opened, marks)
        if marked is not None:
            return marked
    return Annotated(_made(read_grid(opened), marks, speaker(language)), "xlsx")


def _marks(problems: Iterable[CellProblem], speak: Speaker) -> Marks:
    marks: dict[str, dict[str, str]] = {}
    for problem in problems:
        key = f"annotation-{problem.wanted}" + (".fix" if problem.fix else "")
        marks.setdefault(problem.sheet, {})[problem.cell] = speak.plain(key, fix=problem.fix or "")
    return marks


def _marked(opened: Opened, marks: Marks) -> Annotated | None:
    """The workbook itself with marks; None if it is built in an unusual way, though its cells are known."""
    with ZipFile(io.BytesIO(opened.content)) as archive:
        has_macros = any(name.lower() == _MACROS for name in archive.namelist())
    try:
        content = mark(opened.content, marks, WRONG["bg_color"].removeprefix("#"))
    except CannotMarkError:
        return None
    return Annotated(content, "xlsm" if has_macros else "xlsx")


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
            said = here.get(sheet.address(row, column))
            if isinstance(text, str):
                book.text(written, row, sheet.first_column + column, text, WRONG if said else PLAIN)
            if said:
                options = {"x_scale": 2, "y_scale": 1.2, "author": ""}
                written.write_comment(row, sheet.first_column + column, said, options)
