"""Entering a month: which questions, in which order, and what to make of an answer."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from locales.reading import read_count, read_money
from metrics.channels import ChannelKind
from metrics.monthly import Month, MonthFigure
from services.answers import Answer
from services.channels import StoredChannel
from services.months import Cell, MonthRecord
from services.questionnaire import THOUSAND
from services.segments import SegmentKind
from services.typed import Accepted, AnswerOutcome, Doubtful, Option, RefusedAnswer, exactly, typed_number
from services.workspace import Workspace

LARGE_CHANGE = 3
"""A figure that is more than three times the last one, or less than a third of it, is asked about."""

FEW = 10
"""People that come or stay away by chance alone: such a change is never asked about."""

EARLIEST = 36
"""Months back that can be entered: what is older tells nothing of this year."""

MonthValues = Mapping[Cell, Fraction]


def enterable(month: Month, now: Month) -> bool:
    """Whether a month can be entered: it has ended, and not too long ago."""
    return now.shift(-EARLIEST) <= month < now


async def marketing_channels(workspace: Workspace) -> tuple[StoredChannel, ...]:
    """The channels of the clinic that a month can be told by."""
    clinic = next((item for item in workspace.segments.listed() if item.kind is SegmentKind.CLINIC), None)
    if clinic is None:
        return ()
    return tuple(
        channel for channel in await workspace.channels.of(clinic.id) if channel.kind == ChannelKind.MARKETING
    )


def questions(channels: Sequence[StoredChannel]) -> tuple[Cell, ...]:
    """The figures of a month in the order they are asked: of the clinic, then of each channel."""
    of_channels = (
        Cell(figure, channel.id)
        for channel in channels
        for figure in (MonthFigure.LEADS, MonthFigure.NEW_PATIENTS)
    )
    return (*map(Cell, MonthFigure), *of_channels)


def next_question(record: MonthRecord, channels: Sequence[StoredChannel]) -> Cell | None:
    """Where entering a month goes on: the first figure of the clinic not answered, be it by «не знаю».

    Once one channel was answered, those of the other channels too. None when there is nothing to go on with.
    """
    asked = questions(channels)
    if not any(cell.channel for cell in record.cells):
        asked = tuple(cell for cell in asked if not cell.channel)
    return next((cell for cell in asked if cell not in record.cells), None)


def read_month_answer(
    cell: Cell,
    text: str,
    record: MonthRecord,
    previous: Fraction | None,
    *,
    language: str,
    currency: str,
) -> AnswerOutcome:
    """What a typed text means as a figure of a month; `previous` is the latest earlier value of it.

    Never raises, whatever the text.
    """
    if cell.figure is MonthFigure.TURNOVER:
        read: Any = read_money(text, language, currency)
    else:
        read = read_count(text, language)
    outcome = typed_number(read, text)
    if not isinstance(outcome, Accepted):
        return outcome
    return consider_month(cell, outcome.answer, record, previous)


def consider_month(
    cell: Cell, answer: Answer, record: MonthRecord, previous: Fraction | None
) -> AnswerOutcome:
    """Whether a figure is possible beside the others of its month, and likely enough not to ask again."""
    value = month_value(answer)
    if value is None:
        return Accepted(answer)
    values = {**_values(record), cell: value}
    refused = next((found for found in contradictions_in(values) if cell in found[0]), None)
    if refused is not None:
        return refused[1]
    return next(_doubts(cell, answer, value, values, previous), Accepted(answer))


def settle_month(cell: Cell, option: Option, record: MonthRecord, previous: Fraction | None) -> AnswerOutcome:
    """What follows when the owner has chosen how to take a doubtful figure."""
    outcome = consider_month(cell, option.answer, record, previous)
    return Accepted(option.answer) if option.settled and isinstance(outcome, Doubtful) else outcome


def month_value(answer: Answer) -> Fraction | None:
    """The number of an answer; None for «не знаю»."""
    return answer.estimate.value if answer.estimate else None


def contradictions_in(values: MonthValues) -> Iterator[tuple[frozenset[Cell], RefusedAnswer]]:
    """Every way in which the figures of a month cannot be true together, with the cells that disagree."""
    for part, whole, reason in _PARTS:
        left, right = values.get(Cell(part)), values.get(Cell(whole))
        if left is not None and right is not None and left > right:
            yield frozenset((Cell(part), Cell(whole))), RefusedAnswer(reason, {"left": left, "right": right})
    for figure, reason in _OF_CHANNELS:
        cells = [cell for cell in values if cell.channel and cell.figure is figure]
        left, right = sum((values[cell] for cell in cells), Fraction(0)), values.get(Cell(figure))
        if right is not None and left > right:
            yield frozenset((*cells, Cell(figure))), RefusedAnswer(reason, {"left": left, "right": right})


_PARTS: Sequence[tuple[MonthFigure, MonthFigure, str]] = (
    (MonthFigure.REFERRALS, MonthFigure.NEW_PATIENTS, "refused-month-referrals"),
    (MonthFigure.NEW_PATIENTS, MonthFigure.PATIENTS, "refused-month-patients"),
    (MonthFigure.PATIENTS, MonthFigure.VISITS, "refused-month-visits"),
)
_OF_CHANNELS: Sequence[tuple[MonthFigure, str]] = (
    (MonthFigure.LEADS, "refused-month-channel_leads"),
    (MonthFigure.NEW_PATIENTS, "refused-month-channel_patients"),
)


def _doubts(
    cell: Cell, answer: Answer, value: Fraction, values: MonthValues, previous: Fraction | None
) -> Iterator[Doubtful]:
    as_typed = Option(answer, settled=True)
    leads, started = values.get(Cell(MonthFigure.LEADS)), values.get(Cell(MonthFigure.STARTED))
    is_of_leads = not cell.channel and cell.figure in (MonthFigure.LEADS, MonthFigure.STARTED)
    if is_of_leads and leads is not None and started is not None and started > leads:
        yield Doubtful("doubt-month-started", {"leads": leads, "started": started}, (as_typed,))
    if not previous or not value:
        return
    is_money = cell.figure is MonthFigure.TURNOVER
    is_near = previous <= LARGE_CHANGE * value and value <= LARGE_CHANGE * previous
    if is_near or (not is_money and abs(value - previous) <= FEW):
        return
    options: tuple[Option, ...] = (as_typed,)
    in_units = value * THOUSAND
    if is_money and previous <= LARGE_CHANGE * in_units and in_units <= LARGE_CHANGE * previous:
        options = (Option(exactly(in_units), settled=True), as_typed)
    reason = "doubt-month-money" if is_money else "doubt-month-change"
    yield Doubtful(reason, {"before": previous, "now": value}, options)


def _values(record: MonthRecord) -> dict[Cell, Fraction]:
    return {cell: told.value for cell, told in record.cells.items() if told.value is not None}
