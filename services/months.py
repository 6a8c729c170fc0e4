"""The months of a clinic: entering them, correcting them, and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from clock import Clock
from metrics.encoding import from_plain, to_plain
from metrics.month_noise import own_seasonality
from metrics.monthly import Month, MonthFacts, MonthFigure, MonthlyFigures
from metrics.plan_fact import YearPlan
from services.access import Action, Actor, needs
from storage.repositories.months import WHOLE_CLINIC, Entry, StoredMonths
from storage.unit_of_work import UnitOfWork

NOTE = "note"
LONGEST_NOTE = 500


class FigureSource(StrEnum):
    """Where a figure of a month comes from."""

    TYPED = "typed"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a month; channel is an id, empty for the whole clinic."""

    figure: MonthFigure
    channel: str = WHOLE_CLINIC

    @property
    def code(self) -> str:
        """The cell as text, for buttons and conversation states."""
        return f"{self.figure}/{self.channel}"

    @classmethod
    def parse(cls, code: str) -> "Cell":
        """The cell of a code. Raises ValueError for anything else."""
        figure, _, channel = code.partition("/")
        return cls(MonthFigure(figure), channel)


NEW_PATIENTS = Cell(MonthFigure.NEW_PATIENTS)
"""The one figure a reminder asks for."""


@dataclass(frozen=True, slots=True)
class EnteredValue:
    """What was entered for a cell; value is None for «не знаю»."""

    value: Fraction | None
    source: FigureSource
    entered_at: datetime

    @property
    def is_typed(self) -> bool:
        """Whether the owner told it as a number, which no upload replaces."""
        return self.source is FigureSource.TYPED and self.value is not None


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """Everything entered of one month; is_entered: nothing more of it has to be asked."""

    month: Month
    cells: Mapping[Cell, EnteredValue]
    note: str | None
    is_entered: bool

    @property
    def facts(self) -> MonthFacts:
        """The figures that are known, without «не знаю»."""
        known = [(cell, told.value) for cell, told in self.cells.items() if told.value is not None]
        channels: dict[str, dict[MonthFigure, Fraction]] = {}
        for cell, value in known:
            channels.setdefault(cell.channel, {})[cell.figure] = value
        return MonthFacts(self.month, channels.pop(WHOLE_CLINIC, {}), channels)

    @property
    def next_figure(self) -> MonthFigure | None:
        """The first question about the whole clinic that was not answered, be it by «не знаю»."""
        return next((figure for figure in MonthFigure if Cell(figure) not in self.cells), None)


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One entry of the past of a cell, the oldest first."""

    cell: Cell
    known: EnteredValue


class Months:
    """The months of one clinic, within one unit of work."""

    def __init__(self, actor: Actor, unit: UnitOfWork, clock: Clock) -> None:
        self.actor = actor
        self._stored = StoredMonths(unit, actor.clinic)
        self._clock = clock

    @needs(Action.SEE_FIGURES)
    async def record(self, month: Month) -> MonthRecord:
        """What is known of a month, an empty record if nothing is."""
        return (await self.records()).get(month) or MonthRecord(
            month, {}, None, str(month) in await self._stored.entered()
        )

    @needs(Action.SEE_FIGURES)
    async def records(self) -> dict[Month, MonthRecord]:
        """Every month of which something was entered, in order."""
        return await self._records()

    @needs(Action.SEE_FIGURES)
    async def changes(self, month: Month) -> tuple[CellEntry, ...]:
        """Every entry and correction of a month, in the order they were made; notes apart."""
        return tuple(
            CellEntry(_cell(entry), _known(entry))
            for entry in await self._stored.entries()
            if entry.month == str(month) and entry.figure != NOTE
        )

    @needs(Action.ENTER_MONTHS)
    async def enter(
        self, month: Month, cell: Cell, value: Fraction | None, source: FigureSource = FigureSource.TYPED
    ) -> MonthRecord:
        """Keep a figure, or «не знаю», in place of the earlier one, which stays in the past of the month."""
        before = (await self.record(month)).cells.get(cell)
        if before is None or before.value != value or before.source != source:
            await self._add(month, cell.figure, cell.channel, None if value is None else str(value), source)
        record = await self.record(month)
        if record.next_figure is None:
            await self._stored.mark_entered(str(month), self._clock.now())
        return await self.record(month)

    @needs(Action.SEE_METRICS)
    async def take_rows(self, rows: Mapping[Month, MonthlyFigures]) -> None:
        """Take the figures of every month the uploads cover; what the owner typed stays.

        Nothing more has to be asked of these months. What earlier uploads said of a month that is not covered
        any more is not known from then on.
        """
        records = await self.records()
        for month, figures in rows.items():
            before = records[month].cells if month in records else {}
            for figure, value in figures.items():
                told = before.get(Cell(figure))
                if told is None or (told.value != value and not told.is_typed):
                    await self._add(month, figure, WHOLE_CLINIC, str(value), FigureSource.ROWS)
            await self._stored.mark_entered(str(month), self._clock.now())
        for month in records.keys() - rows.keys():
            await self._forget_rows(records[month])

    async def _facts(self) -> dict[Month, MonthFacts]:
        return {month: record.facts for month, record in (await self._records()).items()}

    async def _records(self) -> dict[Month, MonthRecord]:
        entered = await self._stored.entered()
        cells: dict[str, dict[Cell, EnteredValue]] = {}
        notes: dict[str, str | None] = {}
        for entry in await self._stored.entries():
            if entry.figure == NOTE:
                notes[entry.month] = entry.value
                cells.setdefault(entry.month, {})
            else:
                cells.setdefault(entry.month, {})[_cell(entry)] = _known(entry)
        return {
            Month.parse(month): MonthRecord(
                Month.parse(month), cells[month], notes.get(month), month in entered
            )
            for month in sorted(cells)
        }

    async def _forget_rows(self, record: MonthRecord) -> None:
        gone = [
            cell
            for cell, told in record.cells.items()
            if told.source is FigureSource.ROWS and told.value is not None
        ]
        for cell in gone:
            await self._add(record.month, cell.figure, cell.channel, None, FigureSource.ROWS)
        if gone and record.next_figure is not None:
            await self._stored.unmark_entered(str(record.month))

    @needs(Action.ENTER_MONTHS)
    async def write_note(self, month: Month, text: str | None) -> None:
        """Keep the note of a month, or take it away."""
        if (await self.record(month)).note != text:
            await self._add(month, NOTE, WHOLE_CLINIC, text, FigureSource.TYPED)

    @needs(Action.SEE_FIGURES)
    async def is_entered(self, month: Month) -> bool:
        """Whether nothing more of a month has to be asked: entered by hand, or covered by an upload."""
        return str(month) in await self._stored.entered()

    @needs(Action.SEE_FIGURES)
    async def previous(self, month: Month, cell: Cell) -> tuple[Month, Fraction] | None:
        """The latest earlier value of a figure, with its month."""
        earlier = [
            (record.month, told.value)
            for record in (await self.records()).values()
            if record.month < month
            and (told := record.cells.get(cell)) is not None
            and told.value is not None
        ]
        return earlier[-1] if earlier else None

    @needs(Action.SEE_FIGURES)
    async def facts(self) -> dict[Month, MonthFacts]:
        """The known figures of every month of which something was entered, in order."""
        return await self._facts()

    @needs(Action.SEE_CHANNELS)
    async def seasonality(self, year: int) -> tuple[Fraction, ...] | None:
        """Twelve weights of the months from those before `year`; None until each was entered once.

        By new patients. Fixed when the year begins, so that a plan does not follow its own facts.
        """
        new = {
            month: facts.clinic[MonthFigure.NEW_PATIENTS]
            for month, facts in (await self._facts()).items()
            if MonthFigure.NEW_PATIENTS in facts.clinic
        }
        return own_seasonality(new, Month(year, 1))

    @needs(Action.SEE_FIGURES)
    async def year_plan(self, year: int) -> YearPlan | None:
        """What was planned for a year whose figures have given way since, if it was kept."""
        kept = await self._stored.year_plan(year)
        return None if kept is None else from_plain(YearPlan, kept)

    @needs(Action.ENTER_FIGURES)
    def keep_year_plan(self, plan: YearPlan) -> None:
        """Keep what is planned for a year before its figures give way."""
        self._stored.keep_year_plan(plan.year, to_plain(plan), self._clock.now())

    @needs(Action.ENTER_FIGURES)
    def forget_year_plan(self, year: int) -> None:
        """Forget what was kept of the plan of a year."""
        self._stored.forget_year_plan(year)

    @needs(Action.SEE_FIGURES)
    async def streak(self, last: Month) -> int:
        """How many months without a gap are entered up to `last`, the latest month that has ended.

        While `last` itself is still to be entered, the streak up to the month before is not broken.
        """
        entered = await self._stored.entered()
        month, length = last, 0
        if str(month) not in entered:
            month = month.shift(-1)
        while str(month) in entered:
            month, length = month.shift(-1), length + 1
        return length

    @needs(Action.SEE_FIGURES)
    async def everything(self) -> list[dict[str, Any]]:
        """All that was ever entered, in plain types; `channel` is empty for the whole clinic."""
        return [
            {
                "month": entry.month,
                "figure": entry.figure,
                "channel": entry.channel_id,
                "value": entry.value,
                "source": entry.source,
                "entered_at": entry.entered_at.isoformat(),
            }
            for entry in await self._stored.entries()
        ]

    async def _add(
        self, month: Month, figure: str, channel: str, value: str | None, source: FigureSource
    ) -> None:
        await self._stored.add(Entry(str(month), figure, channel, value, source, self._clock.now()))


def _cell(entry: Entry) -> Cell:
    return Cell(MonthFigure(entry.figure), entry.channel_id)


def _known(entry: Entry) -> EnteredValue:
    value = None if entry.value is None else Fraction(entry.value)
    return EnteredValue(value, FigureSource(entry.source), entry.entered_at)
