"""A report as a workbook: every table behind it, native charts from zero, definitions on the last sheet."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from reports.model import (
    Chart,
    Column,
    Definitions,
    Form,
    KeyFigures,
    Native,
    NextAction,
    Note,
    Recommendation,
    Remark,
    Report,
    ReportTable,
    Section,
    Series,
    Shape,
    TableCell,
    Tone,
    Unknowns,
)
from workbooks.look import (
    BLUE,
    CELL,
    GREEN,
    MUTED,
    NEUTRAL,
    NOTE,
    PLAIN,
    TITLE,
    TOTAL,
    VERMILION,
    Book,
    Look,
    cell_name,
)

FORMATS: Final = {
    Form.WHOLE: "#,##0",
    Form.MONEY: "#,##0",
    Form.THOUSANDS: "#,##0",
    Form.MILLIONS: "#,##0",
    Form.SHARE: "0.0%",
    Form.DECIMAL: "#,##0.00",
}
COLOURS: Final = {
    Tone.PLAIN: NEUTRAL,
    Tone.GOOD: GREEN,
    Tone.BAD: VERMILION,
    Tone.ACCENT: BLUE,
    Tone.QUIET: NEUTRAL,
}
HEADLINE: Final[Look] = {"bold": True, "font_size": 12, "font_color": BLUE}
BOLD: Final[Look] = {**PLAIN, "bold": True}
_WIDE: Final = 100
_NAME: Final = 30
_NUMBER: Final = 15
_COLUMNS: Final = 9
_CHART_ROWS: Final = 17
_CHART_SIZE: Final = {"width": 860, "height": 320}
_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(report: Report) -> bytes:
    """The workbook of a report as XLSX. Nothing a person typed is ever a formula."""
    book = Book()
    book.file.set_properties({"title": report.title, "author": report.brand})
    names = _Names()
    _cover(book, report, names)
    for section in report.sections[1:]:
        if any(isinstance(block, Chart | ReportTable) for block in section.blocks):
            _sheet(book, section, names)
        elif any(isinstance(block, Recommendation) for block in section.blocks):
            _advice(book, section, names)
    _definitions(book, report, names)
    return book.content()


class _Names:
    """Names of sheets: as Excel allows them, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, name: str) -> str:
        plain = " ".join(name.translate(_FORBIDDEN).split()).strip("'")[:_LONGEST_NAME]
        shown, number = plain, 2
        while shown.casefold() in self._taken:
            shown, number = f"{plain[: _LONGEST_NAME - 3]} {number}", number + 1
        self._taken.add(shown.casefold())
        return shown


def _cover(book: Book, report: Report, names: _Names) -> None:
    cover = report.sections[0]
    sheet = book.sheet(names(cover.name), widths=(34, 22, 34, 44))
    book.text(sheet, 0, 0, f"{report.clinic} {report.period}".strip(), NOTE)
    book.text(sheet, 1, 0, cover.headline, TITLE)
    row = 3
    for block in cover.blocks:
        if isinstance(block, NextAction):
            for text, look in ((block.label, HEADLINE), (block.headline, BOLD), (block.text, PLAIN)):
                if text:
                    book.text(sheet, row, 0, text, look)
                    row += 1
            row += 1
        elif isinstance(block, KeyFigures):
            for figure in block.figures:
                value = f"{figure.value} {figure.unit}".strip()
                for column, text in enumerate((figure.label, value, figure.range, figure.change)):
                    book.text(sheet, row, column, text, CELL)
                row += 1
            row += 1
        elif isinstance(block, ReportTable):
            row = _table(book, sheet, row, block) + 1
    book.text(sheet, row, 0, report.footer, NOTE)


def _sheet(book: Book, section: Section, names: _Names) -> None:
    """A sheet of a section: its tables, then its charts, each over the numbers it is drawn from."""
    sheet = book.sheet(names(section.name), widths=(_NAME, *(_NUMBER,) * _COLUMNS))
    book.text(sheet, 0, 0, section.headline, TITLE)
    row = 2
    for block in section.blocks:
        if isinstance(block, ReportTable):
            row = _table(book, sheet, row, block) + 1
        elif isinstance(block, KeyFigures):
            row = _figures(book, sheet, row, block) + 1
        elif isinstance(block, Chart):
            row = _chart(book, sheet, row, block) + 1
        elif isinstance(block, Remark):
            book.text(sheet, row, 0, f"{block.lead} {block.text}", PLAIN)
            row += 2
        elif isinstance(block, Note):
            book.text(sheet, row, 0, block.text, NOTE)
            row += 2


def _table(book: Book, sheet: Any, row: int, table: ReportTable) -> int:
    """Write a table without its drawn columns; returns the row after it."""
    kept = [index for index, column in enumerate(table.columns) if not column.drawn]
    if table.title:
        book.text(sheet, row, 0, table.title, HEADLINE)
        row += 1
    book.header(sheet, row, (table.columns[index].header for index in kept))
    first = row + 1
    for number, cells in enumerate(table.rows):
        for place, index in enumerate(kept):
            _cell(book, sheet, (first + number, place), cells[index], table.columns[index], CELL)
    last = first + len(table.rows) - 1
    row = last + 1
    if table.total:
        for place, index in enumerate(kept):
            column, cell = table.columns[index], table.total[index]
            if column.summed:
                summed = f"{cell_name(first, place)}:{cell_name(last, place)}"
                known = None if cell.number is None else Fraction(cell.number)
                book.total(sheet, row, place, summed, known, {**TOTAL, "num_format": _format(column)})
            else:
                _cell(book, sheet, (row, place), cell, column, TOTAL)
        row += 1
    if table.note:
        book.text(sheet, row, 0, table.note, NOTE)
        row += 1
    return row if table.native is None else _bars(book, sheet, row + 1, first, table)


def _bars(book: Book, sheet: Any, row: int, first: int, table: ReportTable) -> int:
    """The chart of a table's own first numbers; returns the row after it."""
    native = table.native
    if native is None or not table.rows:
        return row
    drawn = book.chart("bar", native.series[0].name)
    drawn.add_series(_drawn(sheet.get_name(), native, native.series[0], first, 1))
    drawn.set_y_axis({"reverse": True, "num_font": _AXIS["num_font"], "major_gridlines": {"visible": False}})
    drawn.set_x_axis({**_AXIS, "min": None if _is_below_zero(native) else 0, "num_format": "#,##0"})
    height = 60 + 26 * len(table.rows)
    drawn.set_size({"width": _CHART_SIZE["width"], "height": height})
    options = {"description": f"{table.name}. {native.series[0].name}", "object_position": 2}
    sheet.insert_chart(row, 0, drawn, options)
    return row + height // 20 + 2


def _format(column: Column) -> str:
    return FORMATS[column.form or Form.WHOLE]


def _cell(
    book: Book, sheet: Any, place: tuple[int, int], cell: TableCell, column: Column, look: Look
) -> None:
    row, at = place
    if cell.number is None or column.form is None:
        book.text(sheet, row, at, cell.text, look)
    else:
        form = column.form if cell.form is None else cell.form
        sheet.write_number(row, at, float(cell.number), book.look({**look, "num_format": FORMATS[form]}))


def _figures(book: Book, sheet: Any, row: int, block: KeyFigures) -> int:
    if block.title:
        book.text(sheet, row, 0, block.title, HEADLINE)
        row += 1
    for figure in block.figures:
        for column, text in enumerate((figure.label, f"{figure.value} {figure.unit}".strip(), figure.range)):
            book.text(sheet, row, column, text, CELL)
        row += 1
    if block.note:
        book.text(sheet, row, 0, block.note, NOTE)
        row += 1
    return row


def _chart(book: Book, sheet: Any, row: int, chart: Chart) -> int:
    """A native chart with the numbers it is drawn from under it; returns the row after them."""
    native = chart.native
    start = row + _CHART_ROWS + 1
    drawn = book.chart(_kind(native.shape), chart.title or chart.unit)
    book.header(sheet, start, (chart.unit, *(series.name for series in native.series)))
    look = {**CELL, "num_format": FORMATS[native.form]}
    for number, category in enumerate(native.categories):
        book.text(sheet, start + 1 + number, 0, category, CELL)
        for place, series in enumerate(native.series, start=1):
            value = series.values[number]
            book.number(sheet, start + 1 + number, place, None if value is None else Fraction(value), look)
    for place, series in enumerate(native.series, start=1):
        drawn.add_series(_drawn(sheet.get_name(), native, series, start + 1, place))
    drawn.set_y_axis(
        {**_AXIS, "min": None if _is_below_zero(native) else 0, "num_format": FORMATS[native.form]}
    )
    drawn.set_legend({"none": True} if len(native.series) == 1 else {"position": "top"})
    drawn.set_size(_CHART_SIZE)
    sheet.insert_chart(row, 0, drawn, {"description": chart.alt, "object_position": 2})
    end = start + 1 + len(native.categories)
    if chart.note:
        book.text(sheet, end, 0, chart.note.replace("\n", " "), NOTE)
        end += 1
    return end


_AXIS: Final = {
    "line": {"none": True},
    "num_font": {"color": MUTED, "size": 10},
    "major_gridlines": {"visible": True, "line": {"color": "#E3E8ED"}},
    "major_tick_mark": "none",
}


def _is_below_zero(native: Native) -> bool:
    return any((value or 0) < 0 for series in native.series for value in series.values)


def _kind(shape: Shape) -> str:
    return {Shape.LINES: "line", Shape.BARS: "bar"}.get(shape, "column")


def _drawn(name: str, native: Native, series: Series, first: int, place: int) -> dict[str, Any]:
    last = first + len(native.categories) - 1
    colour = COLOURS[series.tone]
    look: dict[str, Any] = {
        "name": series.name,
        "categories": [name, first, 0, last, 0],
        "values": [name, first, place, last, place],
    }
    if native.shape is Shape.LINES:
        return {**look, "line": {"color": colour, "width": 2.5 if series.tone is Tone.ACCENT else 1}}
    points = [{"fill": {"color": COLOURS[tone]}} for tone in native.tones]
    return {**look, "fill": {"color": colour}, "gap": 45, **({"points": points} if points else {})}


def _advice(book: Book, section: Section, names: _Names) -> None:
    sheet = book.sheet(names(section.name), widths=(24, 18, 90))
    book.text(sheet, 0, 0, section.headline, TITLE)
    row = 2
    for block in section.blocks:
        if isinstance(block, Recommendation):
            for number, step in enumerate(block.steps):
                book.text(sheet, row, 0, "" if number else block.name, BOLD)
                book.text(sheet, row, 1, step.label, NOTE)
                look = {**(BOLD if step.is_action else PLAIN), "text_wrap": True}
                book.text(sheet, row, 2, step.text, look)
                row += 1
            row += 1


def _definitions(book: Book, report: Report, names: _Names) -> None:
    """The last sheet: where the figures come from, what they mean, what is not known."""
    method = next((section for section in report.sections if section.key == "method"), None)
    if method is None:
        return
    sheet = book.sheet(names(method.name), widths=(34, _WIDE))
    book.text(sheet, 0, 0, method.headline, TITLE)
    row = 2
    for heading, lines in _terms(method):
        if heading:
            book.text(sheet, row, 0, heading, HEADLINE)
            row += 1
        for term, text in lines:
            book.text(sheet, row, 0, term, {**BOLD, "text_wrap": True})
            book.text(sheet, row, 1, text, {**PLAIN, "text_wrap": True})
            row += 1
        row += 1


def _terms(section: Section) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    for block in section.blocks:
        if isinstance(block, KeyFigures):
            lines = [(figure.label, figure.value) for figure in block.figures]
            yield block.title, [*lines, *((("", block.note),) if block.note else ())]
        elif isinstance(block, Definitions):
            yield block.title, block.terms
        elif isinstance(block, Unknowns):
            yield block.title, block.items
