"""The plan of a year as a workbook to keep, print and hand over: figures, months, channels, native charts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from locales.writing import CURRENCIES, Writer, significant
from metrics.allocation import MONTHS, round_half_away
from metrics.channels import ChannelPlan
from metrics.funnel import Forecast, WholePatients
from spreadsheets.speaking import speaker
from workbooks.look import (
    BLUE,
    CELL,
    GREEN,
    INPUT,
    NEUTRAL,
    NO_AXIS,
    NOTE,
    PERCENT,
    QUIET_AXIS,
    TITLE,
    TOTAL,
    VERMILION,
    WHOLE,
    Book,
    CellNumber,
    Look,
    bars,
    cell_name,
)
from workbooks.plan_orders import ChannelBook, ChannelFacts, Heading, PlanBook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TOP: Final = 3
"""The row of a table's header: above it the title and a line below that."""
_LONGEST_LINE: Final = 110
_BASE_COLUMN: Final = 25
_DEVIATION: Final = '+0%;"−"0%;0%'


def plan_workbook(order: PlanBook) -> bytes:
    """The plan with its months, its channels where there are any, and how each figure was computed."""
    pages = _Pages(order.heading)
    pages.plan(order.forecast)
    if order.forecast.monthly_patients:
        pages.months(order.forecast)
    if order.channels is not None:
        pages.channels(order.channels)
        pages.channel_months(order.channels)
    pages.how(order.how)
    return pages.content()


def channel_plan_workbook(order: ChannelBook) -> bytes:
    """The plan of each channel, then its months beside the facts so far, with room to type in the others."""
    pages = _Pages(order.heading)
    pages.channels(order.plan)
    pages.facts(order.plan, order.facts)
    return pages.content()


class _Pages:
    """A workbook of a plan, sheet by sheet."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._speak = speaker(heading.language)
        self._write = Writer(heading.language, heading.currency)
        self._book = Book()
        self._money = _money_format(heading)

    def content(self) -> bytes:
        return self._book.content()

    def plan(self, forecast: Forecast) -> None:
        """The figures of the plan, each with its range, and the bridge."""
        sheet = self._sheet("plan", "title", (44, 20, 26))
        headers = ("figure", "value", "chance")
        self._book.header(sheet, _TOP, map(self._words, headers))
        rows = self._plan_rows(forecast)
        for row, (key, value, format_, bounds) in enumerate(rows, _TOP + 1):
            look = TOTAL if key == "plan" else CELL
            self._book.text(sheet, row, 0, self._words(key), look)
            self._book.number(sheet, row, 1, value, {**look, "num_format": format_})
            self._book.text(sheet, row, 2, bounds, {**look, "align": "right"})
        if forecast.whole is not None:
            self._bridge(sheet, forecast.whole, _TOP + len(rows) + 3)

    def _plan_rows(self, forecast: Forecast) -> list[tuple[str, Fraction | int, str, str]]:
        """Key, value, format and range of each figure that is known."""
        whole, rows = forecast.whole, list[tuple[str, Fraction | int, str, str]]()
        if whole is not None:
            rows.append(("plan", whole.plan, WHOLE, self._counts(forecast.plan_interval)))
            if whole.surplus:
                rows.append(("surplus", whole.surplus, WHOLE, ""))
        if forecast.leads is not None:
            rows.append(("leads", forecast.leads, WHOLE, ""))
        if forecast.conversion is not None:
            rows.append(("conversion", forecast.conversion.value, PERCENT, ""))
        if forecast.churn is not None:
            rows.append(("churn", forecast.churn.value, PERCENT, self._shares(forecast.churn_interval)))
        if forecast.lost is not None and forecast.kept is not None:
            lost = whole.lost if whole else round_half_away(forecast.lost.value)
            kept = whole.kept if whole else round_half_away(forecast.kept.value)
            rows += [("lost", lost, WHOLE, ""), ("kept", kept, WHOLE, "")]
        if forecast.average_check is not None:
            rows.append(("average_check", forecast.average_check.value, self._money, ""))
        if forecast.at_risk is not None:
            rows.append(("at_risk", significant(forecast.at_risk.value), self._money, ""))
        if whole is not None:
            rows.append(("referrals", whole.referrals, WHOLE, ""))
            rows.append(("growth_patients", whole.growth, WHOLE, ""))
        return rows

    def _counts(self, interval: tuple[float, float] | None) -> str:
        return "" if interval is None else self._write.count_range(*interval)

    def _shares(self, interval: tuple[float, float] | None) -> str:
        return "" if interval is None else self._write.share_range(*interval)

    def _bridge(self, sheet: Worksheet, whole: WholePatients, row: int) -> None:
        """Lost + growth − referrals = plan, each bar standing where the one before it ended."""
        last = "surplus" if whole.surplus else "plan"
        steps = (whole.lost, whole.growth, -whole.referrals)
        levels = [0, whole.lost, whole.lost + whole.growth, whole.plan - whole.surplus]
        floats = min(levels) >= 0
        bases = [min(levels[at], levels[at + 1]) if floats else 0 for at in range(len(steps))]
        heights = [*(abs(step) for step in steps), whole.surplus or whole.plan]
        keys = ("lost", "growth", "referrals", last)
        self._book.header(sheet, row, (self._words("bridge_header"), self._words("patients")))
        for at, (key, height, base) in enumerate(zip(keys, heights, (*bases, 0), strict=True), row + 1):
            self._book.text(sheet, at, 0, self._words(f"bridge-{key}"), CELL)
            self._book.number(sheet, at, 1, height, {**CELL, "num_format": WHOLE})
            sheet.write_number(at, _BASE_COLUMN, base)
        sheet.set_column(_BASE_COLUMN, _BASE_COLUMN, None, None, {"hidden": True})
        chart = self._book.chart("column", self._words("bridge"), subtype="stacked")
        name, first, end = sheet.get_name(), row + 1, row + len(keys)
        chart.add_series({"values": [name, first, _BASE_COLUMN, end, _BASE_COLUMN], "fill": {"none": True}})
        colors = (VERMILION, BLUE, GREEN, BLUE)
        chart.add_series(
            {
                "categories": [name, first, 0, end, 0],
                "values": [name, first, 1, end, 1],
                **bars(labels_in="#FFFFFF"),
                "points": [{"fill": {"color": color}} for color in colors],
            }
        )
        chart.show_hidden_data()
        chart.set_y_axis(NO_AXIS)
        chart.set_size({"width": 760, "height": 320})
        sheet.insert_chart(end + 2, 0, chart)
        sheet.fit_to_pages(1, 1)

    def months(self, forecast: Forecast) -> None:
        """Patients and leads of each month."""
        sheet = self._sheet("months", "title-months", (24, 18, 18), note="months-note")
        has_leads = bool(forecast.monthly_leads)
        self._book.header(
            sheet, _TOP, map(self._words, ("month", "patients", "leads_count")[: 2 + has_leads])
        )
        columns = [forecast.monthly_patients, *([forecast.monthly_leads] if has_leads else [])]
        look = {**CELL, "num_format": WHOLE}
        for month in range(MONTHS):
            self._book.text(sheet, _TOP + 1 + month, 0, self._month(month), CELL)
            for column, numbers in enumerate(columns, 1):
                self._book.number(sheet, _TOP + 1 + month, column, numbers[month], look)
        self._book.text(sheet, _TOP + MONTHS + 1, 0, self._words("total"), TOTAL)
        for column, numbers in enumerate(columns, 1):
            self._sum(sheet, (_TOP + 1, column, _TOP + MONTHS, column), (_TOP + MONTHS + 1, column), numbers)
        chart = self._book.chart("column", self._words("months-chart"))
        name = sheet.get_name()
        chart.add_series(
            {
                "categories": [name, _TOP + 1, 0, _TOP + MONTHS, 0],
                "values": [name, _TOP + 1, 1, _TOP + MONTHS, 1],
                **bars(),
            }
        )
        chart.set_y_axis(NO_AXIS)
        chart.set_size({"width": 760, "height": 300})
        sheet.insert_chart(_TOP, 4, chart)

    def channels(self, plan: ChannelPlan) -> None:
        """The target of each marketing channel for the year, with its money where that is known."""
        sheet = self._sheet("channels", "title-channels", (34, 14, 16, 12, 16, 20, 16, 22))
        keys = (
            "channel", "share", "patients", "leads_count", "cost_per_lead", "budget", "of_turnover",
            "cost_of_patient",
        )  # fmt: skip
        formats = ("@", PERCENT, WHOLE, WHOLE, self._money, self._money, PERCENT, self._money)
        self._book.header(sheet, _TOP, map(self._words, keys))
        for row, target in enumerate(plan.targets, _TOP + 1):
            self._book.text(sheet, row, 0, target.channel.name, CELL)
            numbers = (
                target.share, target.patients, target.leads, target.cost_per_lead, target.budget,
                target.budget_of_turnover, target.cost_of_patient,
            )  # fmt: skip
            for column, number in enumerate(numbers, 1):
                self._book.number(sheet, row, column, number, {**CELL, "num_format": formats[column]})
        end = _TOP + len(plan.targets)
        self._channel_totals(sheet, plan, end, formats)
        notes = [self._words("leads-rounding")]
        if plan.natural:
            names = ", ".join(channel.name for channel in plan.natural)
            notes.insert(0, self._speak.plain("plan_book-natural", names=names))
        for row, note in enumerate(notes, end + 3):
            self._book.text(sheet, row, 0, note, NOTE)
        self._channel_chart(sheet, end, end + 4 + len(notes))

    def _channel_totals(self, sheet: Worksheet, plan: ChannelPlan, end: int, formats: Sequence[str]) -> None:
        totals: tuple[CellNumber, ...] = (
            None, plan.patients, plan.leads, None, plan.budget, plan.budget_of_turnover, plan.cost_of_patient,
        )  # fmt: skip
        self._book.text(sheet, end + 1, 0, self._words("total"), TOTAL)
        for column, number in enumerate(totals, 1):
            look = {**TOTAL, "num_format": formats[column]}
            if column in (2, 3, 5) and number is not None:
                cells = f"{cell_name(_TOP + 1, column)}:{cell_name(end, column)}"
                self._book.total(sheet, end + 1, column, cells, number, look)
            else:
                self._book.number(sheet, end + 1, column, number, look)

    def _channel_chart(self, sheet: Worksheet, end: int, row: int) -> None:
        chart = self._book.chart("bar", self._words("channels-chart"))
        name = sheet.get_name()
        chart.add_series(
            {
                "categories": [name, _TOP + 1, 0, end, 0],
                "values": [name, _TOP + 1, 2, end, 2],
                **bars(),
            }
        )
        chart.set_y_axis({**QUIET_AXIS, "reverse": True})
        chart.set_x_axis(NO_AXIS)
        chart.set_size({"width": 760, "height": 110 + 34 * (end - _TOP)})
        sheet.insert_chart(row, 0, chart)

    def channel_months(self, plan: ChannelPlan) -> None:
        """Patients of each channel by month, then their leads."""
        sheet = self._sheet("channel_months", "title-channels", (30, *[10] * MONTHS, 14))
        patients = [(target.channel.name, target.monthly_patients) for target in plan.targets]
        leads = [(target.channel.name, target.monthly_leads) for target in plan.targets]
        self._grid(sheet, _TOP, "patients", patients)
        self._grid(sheet, _TOP + len(patients) + 4, "leads_count", leads)

    def _grid(self, sheet: Worksheet, top: int, key: str, lines: Sequence[tuple[str, Sequence[int]]]) -> None:
        """A line of months for each channel, with sums to the right and below."""
        months = map(self._month, range(MONTHS))
        self._book.header(sheet, top, (self._words(key), *months, self._words("total")))
        end, look = top + len(lines), {**CELL, "num_format": WHOLE}
        for row, (name, numbers) in enumerate(lines, top + 1):
            self._book.text(sheet, row, 0, name, CELL)
            for column, number in enumerate(numbers, 1):
                self._book.number(sheet, row, column, number, look)
            self._sum(sheet, (row, 1, row, MONTHS), (row, MONTHS + 1), numbers)
        self._book.text(sheet, end + 1, 0, self._words("all_channels"), TOTAL)
        for column in range(1, MONTHS + 1):
            here = [numbers[column - 1] for _, numbers in lines]
            self._sum(sheet, (top + 1, column, end, column), (end + 1, column), here)
        everything = [number for _, numbers in lines for number in numbers]
        self._sum(sheet, (end + 1, 1, end + 1, MONTHS), (end + 1, MONTHS + 1), everything)

    def facts(self, plan: ChannelPlan, facts: Sequence[ChannelFacts]) -> None:
        """Plan beside fact for every channel and month; a month that is not known yet can be typed in."""
        sheet = self._sheet("facts", "title-facts", (30, 20, *[9] * MONTHS, 12, 16), note="facts-note")
        sheet.freeze_panes(_TOP + 1, 2)
        months = map(self._month, range(MONTHS))
        headers = (self._words("channel"), "", *months, self._words("total"), self._words("so_far"))
        self._book.header(sheet, _TOP, headers)
        known = {channel.channel: channel for channel in facts}
        row = _TOP + 1
        for target in plan.targets:
            name = target.channel.name
            came = known.get(name, ChannelFacts(name))
            row = self._plan_and_fact(sheet, row, name, "patients", target.monthly_patients, came.patients)
            row = self._plan_and_fact(sheet, row, name, "leads", target.monthly_leads, came.leads)
        self._facts_chart(sheet, plan, [known.get(t.channel.name) for t in plan.targets], row)

    def _plan_and_fact(
        self,
        sheet: Worksheet,
        row: int,
        name: str,
        what: str,
        planned: Sequence[int],
        came: Sequence[int | None],
    ) -> int:
        """Two lines of a channel; returns the row after them."""
        look = {**CELL, "num_format": WHOLE}
        lines: tuple[tuple[str, Sequence[int | None], Look], ...] = (
            ("plan", planned, look),
            ("fact", came, {**look, "bg_color": INPUT["bg_color"]}),
        )
        for at, (kind, numbers, line) in enumerate(lines, row):
            self._book.text(sheet, at, 0, name, CELL)
            self._book.text(sheet, at, 1, self._words(f"fact-{what}-{kind}"), CELL)
            for column, number in enumerate(numbers, 2):
                self._book.number(sheet, at, column, number, line)
            self._sum(sheet, (at, 2, at, MONTHS + 1), (at, MONTHS + 2), numbers)
        self._book.number(sheet, row, MONTHS + 3, None, CELL)
        self._so_far(sheet, row, planned, came)
        return row + 2

    def _so_far(self, sheet: Worksheet, row: int, planned: Sequence[int], came: Sequence[int | None]) -> None:
        """How the fact differs from the plan of the months it is known for."""
        plan, fact = (f"{cell_name(at, 2)}:{cell_name(at, MONTHS + 1)}" for at in (row, row + 1))
        due = f'SUMIF({fact},"<>",{plan})'
        expected = sum(number for number, fact in zip(planned, came, strict=True) if fact is not None)
        so_far = sum(number for number in came if number is not None)
        formula = f'=IF(COUNT({fact})*{due}=0,"",SUM({fact})/{due}-1)'
        value: float | str = float(Fraction(so_far, expected)) - 1 if expected else ""
        look = self._book.look({**CELL, "num_format": _DEVIATION, "align": "right"})
        sheet.write_formula(row + 1, MONTHS + 3, formula, look, value)

    def _facts_chart(
        self, sheet: Worksheet, plan: ChannelPlan, facts: Sequence[ChannelFacts | None], row: int
    ) -> None:
        """The months of all channels together, plan beside fact, with the two lines they are drawn from."""
        known = [channel for channel in facts if channel is not None]
        came = [
            [number for channel in known if (number := channel.patients[m]) is not None]
            for m in range(MONTHS)
        ]
        totals: tuple[tuple[str, Sequence[int | None]], ...] = (
            ("plan", plan.monthly_patients),
            ("fact", [sum(numbers) if numbers else None for numbers in came]),
        )
        for at, (kind, numbers) in enumerate(totals, row):
            self._book.text(sheet, at, 0, self._words("all_channels"), TOTAL)
            self._book.text(sheet, at, 1, self._words(f"fact-patients-{kind}"), TOTAL)
            for column, number in enumerate(numbers, 2):
                self._all(sheet, (at, column), (_TOP + 1, row), kind, number)
            self._sum(sheet, (at, 2, at, MONTHS + 1), (at, MONTHS + 2), numbers)
        chart = self._book.chart("column", self._words("facts-chart"))
        name = sheet.get_name()
        for at, color in ((row, NEUTRAL), (row + 1, BLUE)):
            chart.add_series(
                {
                    "name": [name, at, 1],
                    "categories": [name, _TOP, 2, _TOP, MONTHS + 1],
                    "values": [name, at, 2, at, MONTHS + 1],
                    **bars(color),
                }
            )
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis(NO_AXIS)
        chart.set_size({"width": 1080, "height": 320})
        sheet.insert_chart(row + 4, 0, chart)

    def _all(
        self, sheet: Worksheet, place: tuple[int, int], rows: tuple[int, int], kind: str, number: int | None
    ) -> None:
        """The sum of a month over the channels' lines of a kind; empty while nobody has any."""
        row, column = place
        first, end = rows
        cells = ",".join(cell_name(at, column) for at in range(first + (kind == "fact"), end, 4))
        self._book.total(sheet, row, column, cells, number, {**TOTAL, "num_format": WHOLE})

    def how(self, lines: Sequence[str]) -> None:
        """What each figure means and how it was computed, in the owner's own numbers."""
        sheet = self._sheet("how", "title", (_LONGEST_LINE,))
        for row, line in enumerate(lines, _TOP):
            self._book.paragraph(sheet, row, line, _LONGEST_LINE)

    def _sheet(self, key: str, title: str, widths: Sequence[float], note: str | None = None) -> Worksheet:
        """A sheet with its title, and below it whose plan it is or a note."""
        sheet = self._book.sheet(self._words(f"sheet-{key}"), widths=widths, rows_on_top=_TOP + 1)
        year = str(self._heading.plan_year)
        self._book.text(sheet, 0, 0, self._speak.plain(f"plan_book-{title}", year=year), TITLE)
        below = [self._heading.subject or "", "" if note is None else self._words(note)]
        self._book.text(sheet, 1, 0, ". ".join(filter(None, below)), NOTE)
        return sheet

    def _sum(
        self,
        sheet: Worksheet,
        cells: tuple[int, int, int, int],
        place: tuple[int, int],
        numbers: Sequence[int | None],
    ) -> None:
        first, last = cell_name(cells[0], cells[1]), cell_name(cells[2], cells[3])
        known = [number for number in numbers if number is not None]
        total = sum(known) if known else None
        self._book.total(sheet, *place, f"{first}:{last}", total, {**TOTAL, "num_format": WHOLE})

    def _words(self, key: str) -> str:
        return self._speak.plain(f"plan_book-{key}")

    def _month(self, at: int) -> str:
        return self._write.month(at + 1)


def _money_format(heading: Heading) -> str:
    """How whole sums of the currency look: «60 000 000 ₽», «$60,000,000»."""
    currency = CURRENCIES[heading.currency]
    sign = currency.signs[heading.language]
    return f'"{sign}"#,##0' if currency.leads(heading.language) else f'#,##0\\ "{sign}"'
