"""The workbook an owner fills in: yearly figures, channels and visits, with their checks and hints.

The cells to fill in are unlocked and named, so that they are found again wherever rows are moved to; a hidden
cell with a name of its own marks the workbook and holds the version of its layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from locales.texts import Speaker
from metrics.channels import PRESETS, ChannelKind
from metrics.example import EXAMPLE
from metrics.funnel import Figure
from spreadsheets.figure_cells import FIGURES
from spreadsheets.speaking import speaker
from spreadsheets.template_names import CHANNELS, MARK, VISITS, YEAR, name_of
from workbooks.look import (
    CELL,
    HINT,
    INPUT,
    NO_AXIS,
    NOTE,
    PERCENT,
    PLAIN,
    QUIET_AXIS,
    TITLE,
    TOTAL,
    WHOLE,
    Book,
    Look,
    bars,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

VERSION: Final = 1
CHANNEL_COLUMNS: Final = ("name", "kind", "new_patients", "cost_per_lead", "budget")
VISIT_COLUMNS: Final = ("patient", "date", "paid", "doctor", "speciality", "channel", "branch")
CHANNEL_ROWS: Final = 20

_NEEDED: Final = FIGURES[:5]
_LAST_ROW: Final = 1_048_576
_MARK_COLUMN: Final = 25
_TABLE_TOP: Final = 3
_AMOUNT: Final = "#,##0.00"
_DATE: Final = {"ru": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
_FORMATS: Final[Mapping[str, str]] = {
    Figure.TURNOVER: "#,##0",
    Figure.CONVERSION: "0.##%",
    Figure.GROWTH: "0.##%",
    "name": "@",
    "kind": "@",
    "new_patients": WHOLE,
    "cost_per_lead": _AMOUNT,
    "budget": _AMOUNT,
    "patient": "@",
    "paid": _AMOUNT,
}
_GUIDE_WIDTH: Final = 96
_VISIT_WIDTHS: Final = (18, 16, 16, 22, 22, 22, 20)
_ALLOWED: Final = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"),
    True,
)
"""What may be done to a protected sheet besides typing into its yellow cells."""

_SEEN: Final = "N(figure_new_patients)+N(figure_returned_patients)"
_OF_THE_YEAR: Final = f'OR(figure_patients="",{_SEEN}<=figure_patients)'
_CHECKS: Final[Mapping[Figure, str]] = {
    Figure.PATIENTS: f"{{0}}=INT({{0}}),{{0}}>=1,{_SEEN}<={{0}}",
    Figure.PREVIOUS_PATIENTS: "{0}=INT({0}),{0}>=1",
    Figure.NEW_PATIENTS: f"{{0}}=INT({{0}}),{{0}}>=0,{_OF_THE_YEAR}",
    Figure.RETURNED_PATIENTS: f"{{0}}=INT({{0}}),{{0}}>=0,{_OF_THE_YEAR}",
    Figure.REFERRALS: '{0}=INT({0}),{0}>=0,OR(figure_new_patients="",{0}<=figure_new_patients)',
    Figure.TURNOVER: "{0}>=0",
    Figure.CONVERSION: "{0}>=0.01,{0}<=1",
    Figure.GROWTH: "{0}>=-0.9,{0}<=10",
}
"""What must hold of the number typed for each figure; {0} is its cell."""

_EXAMPLE_CHANNELS: Final[Mapping[str, tuple[int | None, ...]]] = {
    "maps": (50, 1500, None),
    "social": (40, None, 600_000),
    "context": (13, None, None),
    "aggregators": (6, None, None),
    "referrals": (462, None, None),
    "signboard": (4, None, None),
}
_EXAMPLE_VISITS: Final = (
    ("007", 15, 4500, "maps"),
    ("1042", 16, 12_000, "referrals"),
    ("1042", 23, 8000, "referrals"),
    ("315", 24, 2500, "social"),
)


def write_template(language: str, year: int) -> bytes:
    """The workbook in a language, its figures being of a year."""
    return _Template(speaker(language), year).written()


class _Template:
    """One template being written."""

    def __init__(self, speak: Speaker, year: int) -> None:
        self._speak = speak
        self._year = year
        self._book = Book()

    def written(self) -> bytes:
        guide = self._sheet("instruction", (_GUIDE_WIDTH, 14))
        figures = self._sheet("figures", (42, 20, 74))
        channels = self._sheet("channels", (34, 22, 20, 18, 18))
        visits = self._sheet("visits", (), rows_on_top=1)
        example = self._sheet("example", (42, 20, 20, 20, 20, 24, 18))
        self._instruct(guide)
        self._ask_figures(figures)
        self._ask_channels(channels)
        self._ask_visits(visits)
        self._show_example(example)
        return self._book.content()

    def _sheet(self, key: str, widths: Sequence[float], rows_on_top: int = 0) -> Worksheet:
        sheet = self._book.sheet(self._name(key), widths=widths, rows_on_top=rows_on_top)
        sheet.protect("", _ALLOWED)
        return sheet

    def _name(self, key: str) -> str:
        return self._words(f"sheet-{key}")

    def _words(self, key: str) -> str:
        return self._speak.plain(f"template-{key}")

    def _say(self, sheet: Worksheet, row: int, column: int, key: str, look: Look = PLAIN) -> None:
        self._book.text(sheet, row, column, self._words(key), look)

    def _heading(self, sheet: Worksheet, key: str) -> None:
        self._say(sheet, 0, 0, f"{key}-title", TITLE)
        self._say(sheet, 1, 0, f"{key}-note", NOTE)

    def _define(self, name: str, sheet: str, cells: str) -> None:
        self._book.file.define_name(name, f"='{self._name(sheet)}'!{cells}")

    def _check(self, sheet: Worksheet, cells: tuple[int, int, int, int], key: str, **rule: Any) -> None:
        """Let only what a rule allows be typed into a range: first row and column, last row and column."""
        told = {"error_title": self._words("error"), "error_message": self._words(f"{key}.error")}
        sheet.data_validation(*cells, {**rule, **told})

    def _instruct(self, sheet: Worksheet) -> None:
        self._say(sheet, 0, 0, "title", TITLE)
        self._say(sheet, 1, 0, "promise", NOTE)
        steps = ("step-figures", "step-channels", "step-visits", "step-send", "privacy", "see-example")
        for row, key in enumerate(steps, 3):
            self._book.paragraph(sheet, row, self._words(key), _GUIDE_WIDTH)
        counts = {
            "filled-figures": f"=COUNT({','.join(map(name_of, _NEEDED))})",
            "filled-channels": f"=COUNT(INDEX({CHANNELS},0,3))",
            "filled-visits": f"=COUNTA(INDEX({VISITS},0,1))",
        }
        for row, (key, formula) in enumerate(counts.items(), 10):
            self._say(sheet, row, 0, key, CELL)
            sheet.write_formula(row, 1, formula, self._book.look({**CELL, "num_format": WHOLE}), 0)
        sheet.write_number(0, _MARK_COLUMN, VERSION)
        sheet.set_column(_MARK_COLUMN, _MARK_COLUMN, None, None, {"hidden": True})
        sheet.print_area(0, 0, 12, 1)
        self._define(MARK, "instruction", "$Z$1")

    def _ask_figures(self, sheet: Worksheet) -> None:
        self._heading(sheet, "figures")
        year = _TABLE_TOP + 1
        self._figures(sheet, _TABLE_TOP, {}, INPUT)
        self._define(YEAR, "figures", f"$B${year + 1}")
        self._check(
            sheet, (year, 1, year, 1), "year",
            validate="integer", criteria="between", minimum=2000, maximum=2100,
        )  # fmt: skip
        for row, figure in enumerate(FIGURES, year + 1):
            cell = name_of(figure)
            self._define(cell, "figures", f"$B${row + 1}")
            rule = f"=AND(ISNUMBER({cell}),{_CHECKS[figure].format(cell)})"
            self._check(sheet, (row, 1, row, 1), f"figure-{figure}", validate="custom", value=rule)
            self._comment(sheet, row, 1, f"figure-{figure}.hint")
        below = year + len(FIGURES) + 2
        self._compute(sheet, below)
        self._chart(sheet, "figures", (year + 1, 0, year + 3, 1), (below + 4, 0))

    def _figures(self, sheet: Worksheet, top: int, typed: Mapping[Figure, Fraction], look: Look) -> None:
        """The table of figures: its header, the year, then a row for each."""
        keys = ("figures-header", "figures-header.value", "figures-header.hint")
        self._book.header(sheet, top, map(self._words, keys))
        for row, key in enumerate(("year", *(f"figure-{figure}" for figure in FIGURES)), top + 1):
            self._say(sheet, row, 0, key, CELL)
            self._say(sheet, row, 2, f"{key}.hint", HINT)
        self._book.number(sheet, top + 1, 1, self._year, {**look, "num_format": "0"})
        for row, figure in enumerate(FIGURES, top + 2):
            format_ = _FORMATS.get(figure, WHOLE)
            self._book.number(sheet, row, 1, typed.get(figure), {**look, "num_format": format_})

    def _compute(self, sheet: Worksheet, top: int) -> None:
        """Churn and average check as soon as their figures are there."""
        retained = f"(figure_patients-figure_new_patients-N({name_of(Figure.RETURNED_PATIENTS)}))"
        churn = f"1-{retained}/figure_previous_patients"
        needed = "COUNT(figure_patients,figure_new_patients,figure_previous_patients)=3"
        self._say(sheet, top, 0, "computed", {**PLAIN, "bold": True})
        formulas = {
            "churn": (f'=IF({needed},IFERROR({churn},""),"")', PERCENT),
            "check": ('=IFERROR(IF(figure_turnover="","",figure_turnover/figure_patients),"")', WHOLE),
        }
        for row, (key, (formula, format_)) in enumerate(formulas.items(), top + 1):
            self._say(sheet, row, 0, f"computed-{key}", CELL)
            sheet.write_formula(row, 1, formula, self._book.look({**TOTAL, "num_format": format_}), "")
            self._say(sheet, row, 2, f"computed-{key}.hint", HINT)

    def _chart(
        self, sheet: Worksheet, key: str, cells: tuple[int, int, int, int], place: tuple[int, int]
    ) -> None:
        """A native chart of a range whose first column names the bars and whose last one is their length."""
        first, names, last, values = cells
        chart = self._book.chart("bar", self._words(f"{key}-chart"))
        name = sheet.get_name()
        chart.add_series(
            {
                "categories": [name, first, names, last, names],
                "values": [name, first, values, last, values],
                **bars(),
            }
        )
        chart.set_y_axis({**QUIET_AXIS, "reverse": True})
        chart.set_x_axis(NO_AXIS)
        chart.set_size({"width": 720, "height": 110 + 34 * (last - first + 1)})
        sheet.insert_chart(*place, chart, {"object_position": 2})

    def _ask_channels(self, sheet: Worksheet) -> None:
        self._heading(sheet, "channels")
        first, last = _TABLE_TOP + 1, _TABLE_TOP + CHANNEL_ROWS
        self._channels(sheet, _TABLE_TOP, dict.fromkeys(PRESETS, ()), CHANNEL_ROWS, INPUT)
        self._define(CHANNELS, "channels", f"$A${first + 1}:$E${last + 1}")
        for column, key in enumerate(CHANNEL_COLUMNS[1:], 1):
            self._comment(sheet, _TABLE_TOP, column, f"channels-header-{key}.comment")
        counted, own = f"$C${first + 1}:$C${last + 1}", f"C{first + 1}"
        fits = f'OR(figure_new_patients="",SUM({counted})<=figure_new_patients)'
        rules: Mapping[str, Mapping[str, Any]] = {
            "kind": {"validate": "list", "source": [self._kind(kind) for kind in ChannelKind]},
            "new_patients": {
                "validate": "custom",
                "value": f"=AND(ISNUMBER({own}),{own}=INT({own}),{own}>=0,{fits})",
            },
            "cost_per_lead": {"validate": "decimal", "criteria": ">=", "value": 0},
            "budget": {"validate": "decimal", "criteria": ">=", "value": 0},
        }
        for key, rule in rules.items():
            column = CHANNEL_COLUMNS.index(key)
            self._check(sheet, (first, column, last, column), f"channels-header-{key}", **rule)
        self._say(sheet, last + 1, 0, "channels-total", TOTAL)
        for column, letter in ((2, "C"), (4, "E")):
            look = {**TOTAL, "num_format": _FORMATS[CHANNEL_COLUMNS[column]]}
            self._book.total(sheet, last + 1, column, f"{letter}{first + 1}:{letter}{last + 1}", None, look)
        self._chart(sheet, "channels", (first, 0, first + 9, 2), (_TABLE_TOP, 6))
        sheet.print_area(0, 0, last + 1, len(CHANNEL_COLUMNS) - 1)

    def _channels(
        self, sheet: Worksheet, top: int, typed: Mapping[str, Sequence[int | None]], rows: int, look: Look
    ) -> None:
        """The table of channels: its header, then a row for each, the rest of the rows empty."""
        headers = (self._words(f"channels-header-{key}") for key in CHANNEL_COLUMNS)
        self._book.header(sheet, top, headers)
        looks = [{**look, "num_format": _FORMATS[key]} for key in CHANNEL_COLUMNS]
        for row, (preset, numbers) in enumerate(typed.items(), top + 1):
            self._book.text(sheet, row, 0, self._speak.plain(f"channel-preset-{preset}"), looks[0])
            self._book.text(sheet, row, 1, self._kind(PRESETS[preset]), looks[1])
            for column in range(2, len(looks)):
                number = numbers[column - 2] if numbers else None
                self._book.number(sheet, row, column, number, looks[column])
        for row in range(top + 1 + len(typed), top + 1 + rows):
            for column, cell in enumerate(looks):
                self._book.number(sheet, row, column, None, cell)

    def _kind(self, kind: ChannelKind) -> str:
        return self._speak.plain(f"channel-kind-{kind}")

    def _ask_visits(self, sheet: Worksheet) -> None:
        self._book.header(sheet, 0, (self._words(f"visits-header-{key}") for key in VISIT_COLUMNS))
        for column, key in enumerate(VISIT_COLUMNS):
            self._comment(sheet, 0, column, f"visits-header-{key}.comment")
            look = {**INPUT, "num_format": self._visit_format(key)}
            sheet.set_column(column, column, _VISIT_WIDTHS[column], self._book.look(look))
        self._define(VISITS, "visits", f"$A$2:$G${_LAST_ROW}")
        end = _LAST_ROW - 1
        rules: Mapping[str, Mapping[str, Any]] = {
            "date": {"validate": "date", "criteria": ">=", "value": date(1950, 1, 1)},
            "paid": {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12},
        }
        for key, rule in rules.items():
            column = VISIT_COLUMNS.index(key)
            self._check(sheet, (1, column, end, column), f"visits-header-{key}", **rule)

    def _visit_format(self, key: str) -> str:
        return _DATE[self._speak.language] if key == "date" else _FORMATS.get(key, "@")

    def _show_example(self, sheet: Worksheet) -> None:
        self._heading(sheet, "example")
        row = _TABLE_TOP
        self._figures(sheet, row, EXAMPLE, CELL)
        row += len(FIGURES) + 3
        self._say(sheet, row, 0, "example-channels", {**PLAIN, "bold": True})
        self._channels(sheet, row + 1, _EXAMPLE_CHANNELS, len(_EXAMPLE_CHANNELS), CELL)
        channels = (row + 2, 0, row + 1 + len(_EXAMPLE_CHANNELS), 2)
        row += len(_EXAMPLE_CHANNELS) + 3
        self._say(sheet, row, 0, "example-visits", {**PLAIN, "bold": True})
        self._book.header(sheet, row + 1, (self._words(f"visits-header-{key}") for key in VISIT_COLUMNS))
        for at, visit in enumerate(_EXAMPLE_VISITS, row + 2):
            self._example_visit(sheet, at, *visit)
        self._chart(sheet, "channels", channels, (row + len(_EXAMPLE_VISITS) + 3, 0))

    def _example_visit(
        self, sheet: Worksheet, row: int, patient: str, day: int, paid: int, channel: str
    ) -> None:
        words = {
            "patient": patient,
            "doctor": self._words("example-doctor"),
            "speciality": self._words("example-speciality"),
            "channel": self._speak.plain(f"channel-preset-{channel}"),
            "branch": "",
        }
        for column, key in enumerate(VISIT_COLUMNS):
            look = {**CELL, "num_format": self._visit_format(key)}
            if key == "date":
                sheet.write_datetime(row, column, date(self._year, 3, day), self._book.look(look))
            elif key == "paid":
                self._book.number(sheet, row, column, paid, look)
            else:
                self._book.text(sheet, row, column, words[key], look)

    def _comment(self, sheet: Worksheet, row: int, column: int, key: str) -> None:
        sheet.write_comment(row, column, self._words(key), {"x_scale": 2, "y_scale": 0.9, "author": ""})
