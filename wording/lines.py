"""What is said, without any messenger: runs of words in lines, some folded, some a table.

Whoever shows it decides how: a chat writes its own markup and folds, a report sets headings and tables, a
console prints the words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Final

from markupsafe import Markup


class Mark(StrEnum):
    """How words stand out; the value is the tag by which a text of `locales` says so."""

    BOLD = "b"
    ITALIC = "i"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand out in the same way; marks: the outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or a paragraph; without runs it is blank."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Headline:
    """The line that says the most important."""

    line: TextLine


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, and the same as a sentence for where there is no room for one."""

    cells: tuple[str, ...]
    sentence: TextLine


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table; columns: what stands above the cells."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What is read only by whoever wants to know: shown folded where that can be done."""

    parts: tuple[TextLine | TextTable, ...]


Said = tuple[Headline | TextLine | TextTable | Fold, ...]
"""A whole message."""

BLANK: Final = TextLine()
_TAG: Final = re.compile("(<[^>]*>)")
_OPENING: Final = {f"<{mark}>": mark for mark in Mark}


def marked(text: Markup) -> TextLine:
    """A line of words as a Speaker says them. Raises ValueError for a mark that is unknown or left open."""
    runs: list[Run] = []
    opened: list[Mark] = []
    for piece in _TAG.split(text):
        if piece in _OPENING:
            opened.append(_OPENING[piece])
        elif piece.startswith("</") and opened and piece == f"</{opened[-1]}>":
            opened.pop()
        elif "<" in piece:
            raise ValueError(f"{piece} is no mark, or closes none: {text!r}")
        elif piece:
            runs.append(Run(unescape(piece), tuple(opened)))
    if opened:
        raise ValueError(f"left open: {text!r}")
    return TextLine(tuple(runs))


def plain(text: str) -> TextLine:
    """A line of words none of which stands out."""
    return TextLine((Run(text),)) if text else BLANK


def folded(lines: Iterable[Markup]) -> Fold:
    """Lines as a Speaker says them, folded."""
    return Fold(tuple(map(marked, lines)))


def words(said: Iterable[Headline | TextLine | TextTable | Fold]) -> str:
    """The words alone, a line each; what is folded stands open."""
    return "\n".join(_words(part) for part in said)


def _words(part: Headline | TextLine | TextTable | Fold) -> str:
    match part:
        case Headline(line):
            return line.text
        case TextLine():
            return part.text
        case TextTable(_, rows):
            return "\n".join(row.sentence.text for row in rows)
        case Fold(parts):
            return words(parts)
