"""A report as it is said, before it has a form: sections of blocks in one language, every number written.

Nothing is computed here or from here on: a view lays out what stands in the model. So the pages, the slides
and the workbook of one report can't disagree.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from charts.requests import ChartRequest
from locales.writing import Number


class Kind(StrEnum):
    """What a report is of."""

    YEAR = "year"
    MONTH = "month"


class Tone(StrEnum):
    """How a word or a bar is coloured: green, rust, blue or grey; plain is ink."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    ACCENT = "accent"
    QUIET = "quiet"


class Form(StrEnum):
    """How a spreadsheet writes the numbers of a column or a chart."""

    WHOLE = "whole"
    MONEY = "money"
    THOUSANDS = "thousands"
    MILLIONS = "millions"
    SHARE = "share"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of a row of figures: what it is called, its value, and what is said of its change.

    range: its interval, or the word for a fact of the past. trend: values drawn small under it, oldest first.
    """

    label: str
    value: str
    unit: str = ""
    range: str = ""
    change: str = ""
    tone: Tone = Tone.QUIET
    trend: tuple[float, ...] = ()
    trend_note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Figures side by side; signs: between them, where they are parts of a sum or a product."""

    title: str
    figures: tuple[KeyFigure, ...]
    signs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NextAction:
    """The one thing to do next."""

    label: str
    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """A paragraph under a headline."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the figures above mean, in a box; `lead` are its first words, in bold."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: definitions and caveats."""

    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a native chart; values: one for each category, None where there is none."""

    name: str
    values: tuple[float | None, ...]
    tone: Tone


class Shape(StrEnum):
    """What a native chart looks like."""

    COLUMNS = "columns"
    LINES = "lines"
    BRIDGE = "bridge"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Native:
    """The numbers of a chart, for programs that draw it themselves and let an owner edit it.

    tones, labels: of the single columns of a bridge: their colours, and their values as they are written.
    """

    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    form: Form
    tones: tuple[Tone, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `picture` is drawn by `charts`, `native` by the program that opens the file.

    title: its finding, empty under a headline that says it; unit: what is measured; alt: for those who do not
    see it; height: of the picture, in millimetres at the width of a page.
    """

    title: str
    unit: str
    alt: str
    picture: ChartRequest
    native: Native
    height: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: as it is written, and as a number for a spreadsheet.

    below: a second, small line. bar: length of a bar from 0 to 1, tick: a mark across it. whisker: low, value
    and high of a share.
    form: how a spreadsheet writes it, where its column holds several kinds of numbers.
    """

    text: str
    number: Number | None = None
    tone: Tone = Tone.PLAIN
    below: str = ""
    bar: float | None = None
    tick: float | None = None
    whisker: tuple[float, float, float] | None = None
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, how its numbers are written (None: words), its width beside the others.

    drawn: it holds bars or whiskers of another column's numbers; a spreadsheet leaves it out.
    summed: its total is the sum of its rows.
    """

    header: str
    form: Form | None = None
    width: float = 1.0
    drawn: bool = False
    summed: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under headers, with a total; reference: the share a whisker is held against.

    native: its bars for programs that draw; the pages have them in the table itself.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    total: tuple[TableCell, ...] = ()
    native: Native | None = None
    reference: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a recommendation: its label and its sentence; is_action: what is to be done."""

    label: str
    text: str
    is_action: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One of the four blocks a clinic is steered by: what we see, why it matters, what to do, how we know."""

    name: str
    aside: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Numbered findings, each a bold sentence and what is said of it."""

    title: str
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what they mean here, with the clinic's own numbers."""

    title: str
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What is not known, and why."""

    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """A line at the foot of a page: a label and a sentence whose first words are bold."""

    label: str
    lead: str
    text: str


ReportBlock = (
    KeyFigures
    | NextAction
    | Introduction
    | Remark
    | Note
    | Chart
    | ReportTable
    | Recommendation
    | Findings
    | Definitions
    | Unknowns
    | Footing
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: what it is called, its finding as a headline, its blocks."""

    key: str
    name: str
    headline: str
    blocks: tuple[ReportBlock, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. The first section is its cover, or the only page of a month.

    footer: clinic, period and data date; page: «{page} из {pages}» around its two numbers; summary: what the
    message says that brings the file; logo: a PNG or JPEG, if the clinic has one.
    """

    kind: Kind
    language: str
    title: str
    period: str
    clinic: str
    brand: str
    footer: str
    page: tuple[str, str]
    made_on: date
    sections: tuple[Section, ...]
    summary: tuple[str, ...]
    logo: bytes | None = None
