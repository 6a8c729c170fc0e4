"""A report as slides, 16:9: one finding a slide as its title, native charts and tables to edit."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from charts.layout import wrapped
from charts.lettering import Style
from charts.palette import BLUE, GREEN, GRID, INK, LEAF, MUTED, NEUTRAL, PAPER, RUST, VERMILION
from reports.model import (
    Chart,
    Form,
    KeyFigure,
    KeyFigures,
    Native,
    NextAction,
    Note,
    Recommendation,
    Remark,
    Report,
    ReportBlock,
    ReportTable,
    Section,
    Series,
    Shape,
    TableCell,
    Tone,
    Unknowns,
)

SOFT: Final = "#F5F7F9"
TINT: Final = "#E4F0F7"
ON_TINT: Final = "#00659E"
"""Blue words on the tint: the blue of the marks is a shade too light there."""
WORDS: Final = {Tone.PLAIN: INK, Tone.GOOD: LEAF, Tone.BAD: RUST, Tone.ACCENT: BLUE, Tone.QUIET: MUTED}
MARKS: Final = {
    Tone.PLAIN: NEUTRAL,
    Tone.GOOD: GREEN,
    Tone.BAD: VERMILION,
    Tone.ACCENT: BLUE,
    Tone.QUIET: NEUTRAL,
}
FORMATS: Final = {
    Form.WHOLE: "#,##0",
    Form.MONEY: "#,##0",
    Form.THOUSANDS: "#,##0,",
    Form.MILLIONS: "0.0,,",
    Form.SHARE: "0%",
    Form.DECIMAL: "0.00",
}
LANGUAGES: Final = {"ru": "ru-RU", "en": "en-GB"}
FONT: Final = "Roboto"

_WIDTH, _HEIGHT = 13.333, 7.5
_MARGIN: Final = 0.7
_ROOM: Final = _WIDTH - 2 * _MARGIN
_TITLE_TOP: Final = 0.9
_FOOT: Final = 6.93
_COLUMN, _STEP = 2.75, 3.06
_CHART_WIDTH: Final = 8.0
_TABLE_WIDTH: Final = 8.3
_SIDE: Final = 8.95
_SIDE_WIDTH: Final = 3.68
_MOST_LABELS: Final = 14
_MONTHS_APART: Final = 3
_MEASURED: Final = 20.0
"""All words are measured at one size: widths grow with it, and each is measured once."""
_RESERVE: Final = 1.07
"""Programs without Roboto take a font of their own, a little wider."""
_ROW: Final = 0.42
_TALL_ROW: Final = 0.5
"""Of a table that has the slide to itself."""
_MOST_ROWS: Final = 10
_SIDE_ROWS: Final = 6
_SIDE_COLUMNS: Final = 3
_POINTS: Final = 72
_LEADING: Final = 1.2
_TITLE_ONLY: Final = 5
_PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_MAIN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PRESENTATION: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Box:
    """A place on a slide, in inches from its upper left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class _Type:
    """How words look: size in points, colour, weight; smallest: how small they may get to fit their box."""

    size: float
    colour: str = INK
    bold: bool = False
    smallest: float = 0.0
    right: bool = False
    middle: bool = False


def slides(report: Report) -> bytes:
    """The slides of a report as PPTX. The same report gives the same slides."""
    deck = _Deck(report)
    deck.cover(report.sections[0])
    for section in report.sections[1:]:
        deck.section(section)
    return deck.content()


class _Deck:
    """A presentation being written."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._file: Any = Presentation()
        self._file.slide_width, self._file.slide_height = Emu(12192000), Emu(6858000)
        properties = self._file.core_properties
        properties.title, properties.author = report.title, report.brand
        properties.language = LANGUAGES[report.language]
        self._slide: Any = None
        self._number = 0

    def content(self) -> bytes:
        """The finished file."""
        buffer = io.BytesIO()
        self._file.save(buffer)
        return buffer.getvalue()

    # Slides ---------------------------------------------------------------------------------------------

    def cover(self, section: Section) -> None:
        """The first slide: headline, next action, key figures."""
        report = self._report
        self._new()
        self._brand()
        self._words(_Box(_MARGIN, 1.45, 8, 0.4), report.clinic, _Type(18, MUTED, smallest=9))
        self._title(_Box(_MARGIN, 1.85, _ROOM, 1.6), section.headline, _Type(40, bold=True, smallest=26))
        for block in section.blocks:
            if isinstance(block, NextAction):
                self._action(_Box(_MARGIN, 3.65, _ROOM, 1.7), block)
            if isinstance(block, KeyFigures):
                self._tiles(5.62, block.figures)
        self._notes(_texts(section.blocks))
        self._foot()

    def section(self, section: Section) -> None:
        """A slide for each chart, the first under the section's headline; or one for what it has instead."""
        charts = [block for block in section.blocks if isinstance(block, Chart)]
        recommended = [block for block in section.blocks if isinstance(block, Recommendation)]
        unknown = [block for block in section.blocks if isinstance(block, Unknowns)]
        tables = [block for block in section.blocks if isinstance(block, ReportTable)]
        if charts:
            for number, chart in enumerate(charts):
                headline = section.headline if not number or not chart.title else chart.title
                self._charted(section, headline, chart, is_first=not number)
        elif recommended:
            self._recommended(section, recommended)
        elif unknown:
            self._listed(section, unknown[0])
        elif tables:
            for table in tables:
                self._tabled(section, table)
        else:
            self._figured(section)

    def _charted(self, section: Section, headline: str, chart: Chart, *, is_first: bool) -> None:
        top = self._open(section.name, headline)
        self._words(_Box(_MARGIN, top, _CHART_WIDTH, 0.3), chart.unit, _Type(14, MUTED))
        others = [block for block in section.blocks if isinstance(block, ReportTable | KeyFigures | Remark)]
        beside = is_first and bool(others)
        width = _CHART_WIDTH if beside else _ROOM
        self._chart(_Box(_MARGIN - 0.1, top + 0.35, width, _FOOT - top - 0.5), chart.native, chart.alt)
        unsaid = self._beside(others, top + 0.35) if beside else []
        said = [chart.note, *(_texts(section.blocks) if is_first else ()), *unsaid]
        self._notes([text for text in said if text])
        self._foot()

    def _beside(self, blocks: Sequence[ReportBlock], top: float) -> list[str]:
        """At the right of a chart: a narrow table, figures, what they mean; returns what had no room."""
        unsaid: list[str] = []
        for block in blocks:
            end = self._aside(block, top)
            if isinstance(block, ReportTable):
                unsaid += _rest_of(block, 0) if end is None else _rest_of(block, _SIDE_ROWS, _SIDE_COLUMNS)
            elif isinstance(block, KeyFigures) and end is None:
                unsaid += [f"{figure.label}: {_value(figure)}" for figure in block.figures]
            top = top if end is None else end
        return unsaid

    def _aside(self, block: ReportBlock, top: float) -> float | None:
        """One block at the right of a chart; returns where there is room below, None if it has none."""
        room = _FOOT - 0.2 - top
        box = _Box(_SIDE, top, _SIDE_WIDTH, room)
        if isinstance(block, ReportTable) and len(block.rows) <= _SIDE_ROWS:
            return self._table(box, block, _SIDE_ROWS, _SIDE_COLUMNS) + 0.3
        if isinstance(block, KeyFigures) and room > 1.0 * len(block.figures):
            return self._stacked(box, block.figures) + 0.2
        if isinstance(block, Remark) and room > 1.2:
            return self._remark(box, f"{block.lead} {block.text}") + 0.2
        return None

    def _remark(self, box: _Box, text: str) -> float:
        """Words in a tinted box as high as they are; returns its end."""
        look = _Type(15, smallest=10, middle=True)
        inner = _Box(box.x + 0.2, box.y + 0.15, box.w - 0.4, min(box.h, 1.9) - 0.3)
        size, lines = _fitted(text, inner, look)
        inner = replace(inner, h=min(inner.h, lines * size * _LEADING / _POINTS))
        self._filled(replace(box, h=inner.h + 0.3), SOFT)
        self._words(inner, text, look)
        return inner.y + inner.h + 0.15

    def _tabled(self, section: Section, table: ReportTable) -> None:
        top = self._open(section.name, section.headline)
        width = _ROOM if table.native is None else _TABLE_WIDTH
        box = _Box(_MARGIN, top, width, _FOOT - top - 0.2)
        end = self._table(box, table, _MOST_ROWS)
        if table.native is not None:
            shown = _first_rows(table.native, _MOST_ROWS)
            place = _Box(_MARGIN + width + 0.2, top, _ROOM - width - 0.2, max(2.0, end - top))
            self._chart(place, shown, f"{table.name}. {shown.series[0].name}")
        self._notes([table.note, *_rest_of(table, _MOST_ROWS)])
        self._foot()

    def _recommended(self, section: Section, blocks: Sequence[Recommendation]) -> None:
        """Four columns: what we see, what to do, how we know."""
        top = self._open(section.name, section.headline)
        for number, block in enumerate(blocks):
            x = _MARGIN + _STEP * number
            self._filled(_Box(x, top, _COLUMN, 0.025), INK)
            name = block.name.partition(". ")[2] or block.name
            self._words(_Box(x, top + 0.12, _COLUMN, 0.4), name, _Type(18, bold=True, smallest=12))
            first, *_, do, proof = block.steps
            self._words(_Box(x, top + 0.6, _COLUMN, 0.25), first.label, _Type(12, MUTED))
            self._words(_Box(x, top + 0.86, _COLUMN, 1.35), first.text, _Type(15, smallest=10))
            self._filled(_Box(x, top + 2.3, _COLUMN, 1.55), TINT)
            self._words(
                _Box(x + 0.15, top + 2.38, _COLUMN - 0.3, 0.25), do.label, _Type(12, ON_TINT, bold=True)
            )
            inner = _Box(x + 0.15, top + 2.65, _COLUMN - 0.3, 1.15)
            self._words(inner, do.text, _Type(15, bold=True, smallest=9.5))
            self._words(_Box(x, top + 3.95, _COLUMN, 0.25), proof.label, _Type(12, MUTED))
            self._words(_Box(x, top + 4.2, _COLUMN, 0.8), proof.text, _Type(14, smallest=9))
        self._notes([f"{block.name}. " + " ".join(step.text for step in block.steps) for block in blocks])
        self._foot()

    def _listed(self, section: Section, block: Unknowns) -> None:
        top = self._open(section.name, block.title)
        height = min(0.62, (_FOOT - 0.2 - top) / max(len(block.items), 1))
        for number, (what, why) in enumerate(block.items):
            y = top + height * number
            self._words(_Box(_MARGIN, y, 4.2, height), what, _Type(15, bold=True, smallest=9))
            self._words(_Box(5.1, y, 7.5, height), why, _Type(15, smallest=9))
        self._notes(_texts(section.blocks))
        self._foot()

    def _figured(self, section: Section) -> None:
        top = self._open(section.name, section.headline)
        for block in section.blocks:
            if isinstance(block, KeyFigures):
                self._tiles(top + 0.3, block.figures)
                top += 1.6
        self._notes(_texts(section.blocks))
        self._foot()

    # Parts ----------------------------------------------------------------------------------------------

    def _new(self) -> None:
        self._slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        self._number += 1

    def _open(self, name: str, headline: str) -> float:
        """A new slide with its headline; returns where there is room below."""
        self._new()
        self._words(_Box(_MARGIN, 0.5, _ROOM, 0.35), name, _Type(14, BLUE, bold=True))
        look = _Type(30, bold=True, smallest=20)
        box = _Box(_MARGIN, _TITLE_TOP, _ROOM, 1.15)
        lines = self._title(box, headline, look)
        return _TITLE_TOP + 0.25 + 0.52 * lines

    def _brand(self) -> None:
        report = self._report
        if report.logo is None:
            box = _Box(_MARGIN, 0.6, 0.42, 0.42)
            mark = self._shape(MSO_SHAPE.OVAL, box, BLUE)
            self._write(
                mark.text_frame, report.brand[:1], _Type(15, PAPER, bold=True, middle=True), centred=True
            )
        else:
            picture = self._slide.shapes.add_picture(
                io.BytesIO(report.logo), Inches(_MARGIN), Inches(0.55), height=Inches(0.52)
            )
            _describe(picture, report.clinic)
        self._words(
            _Box(1.9 if report.logo else 1.25, 0.6, 5, 0.42), report.brand, _Type(15, bold=True, middle=True)
        )
        self._words(_Box(7.63, 0.6, 5, 0.42), report.period, _Type(14, MUTED, right=True, middle=True))

    def _action(self, box: _Box, action: NextAction) -> None:
        self._filled(box, TINT)
        self._filled(_Box(box.x, box.y, 0.06, box.h), BLUE)
        x, w = box.x + 0.3, box.w - 0.5
        self._words(_Box(x, box.y + 0.15, w, 0.28), action.label, _Type(12, ON_TINT, bold=True))
        height = 0.78 if action.text else 1.15
        self._words(_Box(x, box.y + 0.43, w, height), action.headline, _Type(22, bold=True, smallest=13))
        self._words(_Box(x, box.y + 1.23, w, 0.42), action.text, _Type(14, smallest=9))

    def _tiles(self, top: float, figures: Sequence[KeyFigure]) -> None:
        for number, figure in enumerate(figures):
            x = _MARGIN + _STEP * number
            self._filled(_Box(x, top, _COLUMN, 0.02), INK)
            self._words(_Box(x, top + 0.07, _COLUMN, 0.26), figure.label, _Type(12, MUTED, smallest=8))
            self._words(_Box(x, top + 0.34, _COLUMN, 0.46), _value(figure), _Type(24, bold=True, smallest=14))
            said = figure.change or figure.range
            self._words(_Box(x, top + 0.8, _COLUMN, 0.45), said, _Type(12, WORDS[figure.tone], smallest=8))

    def _stacked(self, box: _Box, figures: Sequence[KeyFigure]) -> float:
        y = box.y
        for figure in figures:
            self._filled(_Box(box.x, y, box.w, 0.015), INK)
            self._words(_Box(box.x, y + 0.06, box.w, 0.26), figure.label, _Type(12, MUTED))
            self._words(_Box(box.x, y + 0.33, box.w, 0.36), figure.value, _Type(20, bold=True))
            if figure.range:
                self._words(_Box(box.x, y + 0.7, box.w, 0.22), figure.range, _Type(11, MUTED))
            y += 1.0
        return y

    def _foot(self) -> None:
        self._filled(_Box(_MARGIN, _FOOT, _ROOM, 0.01), GRID)
        self._words(_Box(_MARGIN, _FOOT + 0.09, 10.5, 0.3), self._report.footer, _Type(11, MUTED, smallest=6))
        self._words(_Box(11.63, _FOOT + 0.09, 1, 0.3), str(self._number), _Type(11, MUTED, right=True))

    def _notes(self, texts: Sequence[str]) -> None:
        said = "\n".join(text for text in texts if text)
        if said:
            frame = self._slide.notes_slide.notes_text_frame
            frame.text = said
            for paragraph in frame.paragraphs:
                for run in paragraph.runs:
                    self._speak(run)

    # Words ----------------------------------------------------------------------------------------------

    def _title(self, box: _Box, text: str, look: _Type) -> int:
        """The slide's title, for its outline and for screen readers; returns its lines."""
        title = self._slide.shapes.title
        size, lines = _fitted(text, box, look)
        height = min(box.h, lines * size * _LEADING / _POINTS)
        title.left, title.top, title.width, title.height = map(Inches, (box.x, box.y, box.w, height))
        self._write(title.text_frame, text, look, size=size)
        return lines

    def _words(self, box: _Box, text: str, look: _Type) -> None:
        """Words in a box, made smaller if they would leave it."""
        if not text:
            return
        shape = self._slide.shapes.add_textbox(*map(Inches, (box.x, box.y, box.w, box.h)))
        size, _ = _fitted(text, box, look)
        self._write(shape.text_frame, text, look, size=size)

    def _write(
        self, frame: Any, text: str, look: _Type, *, size: float | None = None, centred: bool = False
    ) -> None:
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if look.middle else MSO_ANCHOR.TOP
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.RIGHT if look.right else PP_ALIGN.LEFT
        paragraph.line_spacing = 1.0
        run = paragraph.add_run()
        run.text = text
        run.font.name, run.font.size, run.font.bold = FONT, Pt(size or look.size), look.bold
        run.font.color.rgb = _rgb(look.colour)
        self._speak(run)

    def _speak(self, run: Any) -> None:
        run.font._element.set("lang", LANGUAGES[self._report.language])

    # Shapes ---------------------------------------------------------------------------------------------

    def _filled(self, box: _Box, colour: str) -> None:
        self._shape(MSO_SHAPE.RECTANGLE, box, colour)

    def _shape(self, kind: Any, box: _Box, colour: str) -> Any:
        """A shape without the shadow and outline of the theme, which its style would bring."""
        shape = self._slide.shapes.add_shape(kind, *map(Inches, (box.x, box.y, box.w, box.h)))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(colour)
        shape.line.fill.background()
        style = shape._element.find(f"{_PRESENTATION}style")
        if style is not None:
            shape._element.remove(style)
        return shape

    def _table(self, box: _Box, table: ReportTable, most: int, columns: int | None = None) -> float:
        """A native table without the drawn columns, of the first ones if there are many; returns its end."""
        kept = _kept(table)[:columns]
        rows = [*table.rows[:most], *((table.total,) if table.total else ())]
        height = min(_ROW if columns else _TALL_ROW, box.h / (len(rows) + 1))
        widths = [table.columns[index].width for index in kept]
        frame = self._slide.shapes.add_table(
            len(rows) + 1, len(kept), *map(Inches, (box.x, box.y, box.w, height * (len(rows) + 1)))
        )
        _describe(frame, table.name)
        native = frame.table
        _plain_table(native)
        size = min(13.0 if columns else 15.0, height * _POINTS * 0.45)
        for place, index in enumerate(kept):
            width = box.w * widths[place] / sum(widths)
            native.columns[place].width = Inches(width)
            column = table.columns[index]
            is_number = column.form is not None
            look = _Type(
                min(size, 12.0 if columns else 13.0), MUTED, right=is_number, middle=True, smallest=8
            )
            self._cell(native.cell(0, place), column.header, look, _Box(0, 0, width, height))
            for number, row in enumerate(rows, start=1):
                is_total = bool(table.total) and number == len(rows)
                look = self._cell_look(row[index], size, is_number=is_number, is_total=is_total)
                self._cell(native.cell(number, place), row[index].text, look, _Box(0, 0, width, height))
        for number in range(len(rows) + 1):
            native.rows[number].height = Inches(height)
            if number < len(rows):
                is_strong = bool(table.total) and number == len(rows) - 1
                line = _Box(box.x, box.y + height * (number + 1), box.w, 0.015 if is_strong else 0.008)
                self._filled(line, INK if is_strong else GRID)
        return box.y + height * (len(rows) + 1)

    def _cell_look(self, cell: TableCell, size: float, *, is_number: bool, is_total: bool) -> _Type:
        bold = is_total or cell.tone in {Tone.GOOD, Tone.BAD}
        return _Type(size, WORDS[cell.tone], bold=bold, right=is_number, middle=True, smallest=8)

    def _cell(self, cell: Any, text: str, look: _Type, box: _Box) -> None:
        cell.fill.background()
        height = look.size * _LEADING / _POINTS if look.right else max(box.h, 0.2)
        size, _ = _fitted(text, _Box(0, 0, box.w - 0.08, height), look)
        self._write(cell.text_frame, text, look, size=size)
        cell.margin_left = cell.margin_right = Inches(0.03)
        cell.margin_top = cell.margin_bottom = 0
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _chart(self, box: _Box, native: Native, alt: str) -> None:
        """A native chart: its numbers can be edited in the program."""
        place = tuple(map(Inches, (box.x, box.y, box.w, box.h)))
        frame = self._slide.shapes.add_chart(_kind(native.shape), *place, _chart_data(native))
        _describe(frame, alt)
        drawn = frame.chart
        drawn.has_title = False
        drawn.font.name, drawn.font.size = FONT, Pt(12)
        drawn.font.color.rgb = _rgb(INK)
        drawn.has_legend = len(native.series) > 1
        if drawn.has_legend:
            drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _axes(drawn, native)
        if native.shape is Shape.BRIDGE:
            _bridge(drawn, native)
        else:
            _series(drawn, native)


def _rgb(colour: str) -> Any:
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def _describe(shape: Any, text: str) -> None:
    """Words for those who do not see it."""
    shape._element._nvXxPr.cNvPr.set("descr", text)


def _fitted(text: str, box: _Box, look: _Type) -> tuple[float, int]:
    """The size at which words fit their box, in points, at least `smallest`; and how many lines they take."""
    smallest = look.smallest or look.size
    size, style = look.size, Style(_MEASURED, look.colour, bold=look.bold)
    while True:
        room = box.w * _POINTS / _RESERVE * _MEASURED / size
        lines = sum(_lines(part, style, room) for part in text.split("\n"))
        if size <= smallest or lines * size * _LEADING <= box.h * _POINTS:
            return size, lines
        size = max(smallest, size - 0.5)


def _lines(text: str, style: Style, room: float) -> int:
    """How many lines words take."""
    space = style.width(" ")
    lines, end = 1, -space
    for word in text.split(" "):
        width = _width(word, style)
        if width > room:
            return len(wrapped(text, style, room, len(text)))
        end += space + width
        if end > room:
            lines, end = lines + 1, width
    return lines


@lru_cache(maxsize=4096)
def _width(word: str, style: Style) -> float:
    """Width of a word by its letters, of which there are few to measure; kerning would make it narrower."""
    return sum(map(style.width, word))


def _kept(table: ReportTable) -> list[int]:
    """The columns that are not drawn."""
    return [index for index, column in enumerate(table.columns) if not column.drawn]


def _first_rows(native: Native, most: int) -> Native:
    """As much of a chart as a slide has room for."""
    (series,) = native.series
    return replace(
        native, categories=native.categories[:most], series=(replace(series, values=series.values[:most]),)
    )


def _rest_of(table: ReportTable, most: int, columns: int | None = None) -> Iterator[str]:
    """For the notes: the rows a slide has no room for, or all of them if it has none for some columns."""
    kept = _kept(table)
    is_cut = not most or (columns is not None and len(kept) > columns)
    total = (table.total,) if table.total else ()
    for row in (*table.rows, *total) if is_cut else table.rows[most:]:
        yield "; ".join(row[index].text for index in kept if row[index].text)


def _value(figure: KeyFigure) -> str:
    return f"{figure.value}\u00a0{figure.unit}" if figure.unit else figure.value


def _texts(blocks: Sequence[ReportBlock]) -> list[str]:
    """What a slide leaves to be said: definitions and caveats."""
    said = []
    for block in blocks:
        if isinstance(block, Note):
            said.append(block.text)
        elif isinstance(block, ReportTable | KeyFigures) and block.note:
            said.append(block.note)
        elif isinstance(block, Remark):
            said.append(f"{block.lead} {block.text}")
    return said


def _plain_table(native: Any) -> None:
    properties = native._tbl.tblPr
    for name in ("firstRow", "bandRow"):
        properties.set(name, "0")
    properties.find(f"{_MAIN}tableStyleId").text = _PLAIN_TABLE


def _kind(shape: Shape) -> Any:
    return {
        Shape.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
        Shape.LINES: XL_CHART_TYPE.LINE,
        Shape.BRIDGE: XL_CHART_TYPE.COLUMN_STACKED,
        Shape.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    }[shape]


def _chart_data(native: Native) -> Any:
    data: Any = CategoryChartData(number_format=FORMATS[native.form])  # type: ignore[no-untyped-call]
    data.categories = native.categories
    for series in _levels(native) if native.shape is Shape.BRIDGE else native.series:
        data.add_series(series.name, series.values)
    return data


def _levels(native: Native) -> tuple[Series, Series, Series]:
    """A bridge as stacked columns: an unseen foot, what stands above it, what hangs below.

    The last column is the whole and stands on zero.
    """
    (series,) = native.series
    foot, above, below, level = [], [], [], 0.0
    for number, value in enumerate(series.values):
        start = 0.0 if number == len(series.values) - 1 else level
        end = start + (value or 0.0)
        level = end
        low, high = min(start, end), max(start, end)
        foot.append(low if low > 0 else high if high < 0 else 0.0)
        above.append(max(high, 0.0) - max(low, 0.0))
        below.append(min(low, 0.0) - min(high, 0.0))
    return (
        Series(" ", tuple(foot), Tone.QUIET),
        Series(series.name, tuple(above), Tone.GOOD),
        Series(f"{series.name} −", tuple(below), Tone.BAD),
    )


def _axes(drawn: Any, native: Native) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    is_labelled = native.shape is not Shape.LINES
    values.visible = not is_labelled
    values.has_major_gridlines = not is_labelled
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = FORMATS[native.form], False
    if not is_labelled:
        values.major_gridlines.format.line.color.rgb = _rgb(GRID)
        values.format.line.fill.background()
    elif native.shape is not Shape.BRIDGE:
        values.minimum_scale = 0
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = _rgb(NEUTRAL)
    names.has_major_gridlines = False
    names.tick_labels.font.size = Pt(12 if len(native.categories) <= 12 else 10)
    if len(native.categories) > _MOST_LABELS:
        _thinned(names)
    names.reverse_order = native.shape is Shape.BARS


def _thinned(names: Any) -> None:
    """Write every third month only: more of them do not fit beside each other."""
    skip = names._element.makeelement(f"{_CHART}tickLblSkip", {"val": str(_MONTHS_APART)})
    last = names._element.find(f"{_CHART}noMultiLvlLbl")
    last.addprevious(skip)


def _series(drawn: Any, native: Native) -> None:
    plot = drawn.plots[0]
    if native.shape is not Shape.LINES:
        plot.gap_width, plot.overlap = 45, 0
    for given, series in zip(native.series, plot.series, strict=True):
        colour = _rgb(MARKS[given.tone])
        if native.shape is Shape.LINES:
            series.smooth = False
            series.format.line.color.rgb = colour
            series.format.line.width = Pt(2.5 if given.tone is Tone.ACCENT else 1)
            series.marker.style = XL_MARKER_STYLE.NONE
            _last_label(series, given)
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        if given is native.series[-1] and len(native.categories) <= _MOST_LABELS:
            _labels(series, native)


def _last_label(series: Any, given: Series) -> None:
    """The newest value of the line that matters, beside its end."""
    if given.tone is not Tone.ACCENT:
        return
    label = series.points[len(given.values) - 1].data_label
    label.has_text_frame = False
    label.position = XL_LABEL_POSITION.ABOVE
    label.font.size, label.font.bold = Pt(16), True
    label.font.color.rgb = _rgb(BLUE)
    show = label._dLbl
    for name in ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
        found = show.find(f"{{{show.nsmap['c']}}}{name}")
        if found is not None:
            found.set("val", "0")


def _labels(series: Any, native: Native) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = FORMATS[native.form], False
    labels.font.size = Pt(11)
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _bridge(drawn: Any, native: Native) -> None:
    """Colours of the single columns, and a label of its own on each: a rising step of a stack has none."""
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    drawn.has_legend = False
    foot, above, below = plot.series
    foot.format.fill.background()
    (series,) = native.series
    levels = _levels(native)
    for number, (value, tone) in enumerate(zip_longest(series.values, native.tones, fillvalue=None)):
        colour = _rgb(MARKS[tone or Tone.PLAIN])
        for each in (above, below):
            point = each.points[number]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = colour
        is_up = levels[1].values[number] or 0
        is_down = -(levels[2].values[number] or 0)
        point = (above if is_up >= is_down else below).points[number]
        frame = point.data_label.text_frame
        frame.text = native.labels[number] if native.labels else f"{value}"
        font = frame.paragraphs[0].runs[0].font
        font.name, font.size, font.bold = FONT, Pt(18), True
        font.color.rgb = _rgb(INK if tone is Tone.PLAIN else PAPER)
        point.data_label.position = XL_LABEL_POSITION.CENTER
