"""New workbooks, in memory, in one look; whatever a person typed stays text in them.

A text that begins like a formula is written as a string and marked as quoted, so that it is not run when the
cell is edited, copied or saved as csv either.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
GREEN: Final = "#009E73"
NEUTRAL: Final = "#A9B4BF"
INK: Final = "#1F2933"
MUTED: Final = "#5B6673"
GRID: Final = "#E3E8ED"
TO_FILL: Final = "#FFF6DB"

WHOLE: Final = "#,##0"
PERCENT: Final = "0.0%"

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_TEXT: Final = 32_767
_LINE_HEIGHT: Final = 16

CellNumber = Fraction | int | None
"""A number of a cell; None leaves it empty."""
Look = Mapping[str, Any]
"""Properties of a cell as XlsxWriter names them."""

TITLE: Final[Look] = {"bold": True, "font_size": 16, "font_color": INK}
PLAIN: Final[Look] = {"font_color": INK, "valign": "top"}
NOTE: Final[Look] = {"font_color": MUTED, "valign": "top"}
HINT: Final[Look] = {**NOTE, "indent": 1}
HEADER: Final[Look] = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": BLUE,
    "border": 1,
    "border_color": GRID,
    "text_wrap": True,
    "valign": "vcenter",
}
CELL: Final[Look] = {"font_color": INK, "border": 1, "border_color": GRID, "valign": "top"}
TOTAL: Final[Look] = {**CELL, "bold": True, "bg_color": GRID}
WRONG: Final[Look] = {"font_color": INK, "bg_color": "#FFD9C7", "valign": "top"}
INPUT: Final[Look] = {**CELL, "bg_color": TO_FILL, "locked": False}

QUIET_AXIS: Final[Mapping[str, Any]] = {
    "line": {"color": GRID},
    "num_font": {"color": MUTED, "size": 10},
    "major_gridlines": {"visible": False},
    "major_tick_mark": "none",
}
NO_AXIS: Final[Mapping[str, Any]] = {"visible": False, "min": 0, "major_gridlines": {"visible": False}}
"""The axis of values, whose numbers stand on the bars: from zero, so that twice as long is twice as much."""


def bars(color: str = BLUE, labels_in: str = INK) -> dict[str, Any]:
    """The look of a series of bars with its numbers on them, for a chart."""
    labels = {"value": True, "num_format": WHOLE, "font": {"color": labels_in, "size": 10}}
    return {"fill": {"color": color}, "gap": 45, "data_labels": labels}


class Book:
    """A workbook being written; `content` ends it."""

    def __init__(self) -> None:
        from xlsxwriter import Workbook

        self._buffer = io.BytesIO()
        self.file: Workbook = Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}

    def sheet(self, name: str, *, widths: Iterable[float] = (), rows_on_top: int = 0) -> Worksheet:
        """A sheet that prints on landscape pages as wide as itself, its header rows on each of them.

        widths: of its columns in letters; rows_on_top: rows that stay when one scrolls.
        """
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if rows_on_top:
            sheet.freeze_panes(rows_on_top, 0)
            sheet.repeat_rows(0, rows_on_top - 1)
        return sheet

    def look(self, look: Look) -> Format:
        """The format of a look; alike looks share one."""
        key = tuple(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self.file.add_format(dict(look))
        return self._looks[key]

    def text(self, sheet: Worksheet, row: int, column: int, text: str, look: Look = PLAIN) -> None:
        """Write a text, whoever typed it, as a text."""
        if text.startswith(_STARTS_A_FORMULA):
            look = {**look, "quote_prefix": True}
        sheet.write_string(row, column, text[:_LONGEST_TEXT], self.look(look))

    def paragraph(self, sheet: Worksheet, row: int, text: str, letters: int, look: Look = PLAIN) -> None:
        """Write a text over several lines into column A, which is so many letters wide."""
        self.text(sheet, row, 0, text, {**look, "text_wrap": True})
        sheet.set_row(row, _LINE_HEIGHT * (1 + len(text) // letters))

    def number(self, sheet: Worksheet, row: int, column: int, number: CellNumber, look: Look) -> None:
        """Write a number; None is an empty cell of the same look."""
        if number is None:
            sheet.write_blank(row, column, None, self.look(look))
        else:
            sheet.write_number(row, column, float(number), self.look(look))

    def total(
        self, sheet: Worksheet, row: int, column: int, cells: str, number: CellNumber, look: Look
    ) -> None:
        """Write the sum of some cells as a formula that already has its result; empty while they all are."""
        formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        sheet.write_formula(row, column, formula, self.look(look), "" if number is None else float(number))

    def header(self, sheet: Worksheet, row: int, headers: Iterable[str], column: int = 0) -> None:
        """Write the header of a table, its texts beside each other in up to two lines."""
        sheet.set_row(row, 2 * _LINE_HEIGHT)
        for at, text in enumerate(headers, column):
            self.text(sheet, row, at, text, HEADER)

    def chart(self, kind: str, title: str, subtype: str | None = None) -> Chart:
        """A native chart in the colours of the pictures, without a legend: its title says what it shows."""
        chart = self.file.add_chart({"type": kind, "subtype": subtype})
        chart.set_title(
            {"name": title, "name_font": {"size": 14, "bold": True, "color": INK}, "overlay": False}
        )
        chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_x_axis(QUIET_AXIS)
        chart.set_y_axis(QUIET_AXIS)
        return chart

    def content(self) -> bytes:
        """The finished workbook."""
        self.file.close()
        return self._buffer.getvalue()


def cell_name(row: int, column: int) -> str:
    """The name of a cell, both counted from 0: (14, 2) is «C15»."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    name: str = xl_rowcol_to_cell(row, column)
    return name
