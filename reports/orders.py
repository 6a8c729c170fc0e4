"""What can be asked of the process that makes reports: plain data that travels between processes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reports.results import Results


class ReportFile(StrEnum):
    """The files a report can be had as, in the order they are offered."""

    MONTH = "month"
    YEAR = "year"
    SLIDES = "slides"
    TABLES = "tables"


SUFFIXES: Final = {
    ReportFile.MONTH: "pdf",
    ReportFile.YEAR: "pdf",
    ReportFile.SLIDES: "pptx",
    ReportFile.TABLES: "xlsx",
}


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """The results a report is made of, as they were when it was ordered, and the file that is wanted."""

    results: Results
    file: ReportFile


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was made; summary: the lines of the message that brings it."""

    content: bytes
    suffix: str
    summary: tuple[str, ...]
