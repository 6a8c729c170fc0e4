"""What the windows of the months show."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from aiogram_dialog import DialogManager
from markupsafe import Markup

from handlers.chat_text import fold_in_chat
from handlers.doubts import doubt_view
from handlers.places.months import last_month, month_of, session_at
from handlers.results.charts import year_chart
from handlers.session import Session
from handlers.window import Button, View, column, columns
from metrics.allocation import MONTHS
from metrics.estimate import Estimate
from metrics.monthly import Month, MonthFigure
from services.month_entry import EARLIEST, enterable, marketing_channels, questions
from services.months import Cell, CellEntry, MonthRecord
from services.new_year import NewYearOffer, offer_of
from wording.figures import write_answer
from wording.lines import folded
from wording.months import NamedChannel, cell_name, month_title, month_when, write_cell, write_known

SAME = "same"
UNKNOWN = "unknown"
CHANGES_SHOWN = 10


def current_cell(manager: DialogManager) -> Cell:
    """The figure being asked for."""
    start: dict[str, str] = manager.start_data  # type: ignore[assignment]
    return Cell.parse(manager.dialog_data.get("cell") or start["cell"])


async def asking(manager: DialogManager) -> View:
    """One question with the previous value as a button."""
    session, month, cell = session_at(manager), month_of(manager), current_cell(manager)
    speak = session.speak
    record = await session.workspace.months.record(month)
    channels = await marketing_channels(session.workspace)
    answered = manager.dialog_data.get("answered")
    lines = [_acknowledgement(session, Cell.parse(answered), record)] if answered else []
    lines.append(_question(session, month, cell, channels))
    told = record.cells.get(cell)
    previous = await session.workspace.months.previous(month, cell)
    if told is not None:
        lines.append(speak("month-now", value=write_known(session.speak, session.write, cell, told.value)))
    rows: list[tuple[Button, ...]] = []
    if previous is not None:
        at, value = previous
        when = month_when(speak, session.write, at, month)
        written = write_cell(session.write, cell, value)
        lines.append(speak("month-previous", when=when, value=written))
        label = speak.plain("month-same", when=when, value=written)
        rows.append((Button(f"{SAME}:{cell.code}", label),))
    rows.append((Button(f"{UNKNOWN}:{cell.code}", speak.plain("unknown")),))
    is_first = cell == Cell(MonthFigure.NEW_PATIENTS) and not manager.dialog_data.get("editing")
    rows.append((Button("back", speak.plain("menu" if is_first else "back")),))
    return View("\n\n".join(lines), rows)


def _question(session: Session, month: Month, cell: Cell, channels: Sequence[NamedChannel]) -> str:
    title = month_title(session.write, month)
    if not cell.channel:
        return session.speak(f"month-ask-{cell.figure}", month=title)
    channel = next((item.name for item in channels if item.id == cell.channel), "")
    return session.speak(f"month-ask-channel-{cell.figure}", month=title, channel=channel)


def _acknowledgement(session: Session, cell: Cell, record: MonthRecord) -> str:
    told = record.cells.get(cell)
    if told is None or told.value is None:
        return session.speak("ack-unknown")
    return session.speak("ack-number", value=write_cell(session.write, cell, told.value))


async def doubting(manager: DialogManager) -> View:
    """A figure that may be meant otherwise, with the ways to take it."""
    session, cell = session_at(manager), current_cell(manager)

    def write(estimate: Estimate) -> str:
        return write_cell(session.write, cell, estimate.value)

    return doubt_view(manager, session, cell.code, write)


async def channels(manager: DialogManager) -> View:
    """Whether to tell the month by channel too."""
    session, month = session_at(manager), month_of(manager)
    speak = session.speak
    found = await marketing_channels(session.workspace)
    return View(
        speak("month-channels", month=month_title(session.write, month), count=len(found)),
        column([Button(name, speak.plain(f"month-channels.{name}")) for name in ("enter", "skip")]),
    )


def _told(session: Session, record: MonthRecord, cell: Cell) -> str:
    if cell not in record.cells:
        return "—"
    return write_known(session.speak, session.write, cell, record.cells[cell].value)


async def card(manager: DialogManager) -> View:
    """A month with all its figures, each with its pencil, the note and what was changed."""
    session, month = session_at(manager), month_of(manager)
    speak, months = session.speak, session.workspace.months
    record = await months.record(month)
    found = await marketing_channels(session.workspace)
    cells = questions(found)
    lines: list[str] = [speak("month-card", month=month_title(session.write, month))]
    lines += [
        speak("card-line", name=cell_name(speak, cell, found), value=_told(session, record, cell))
        for cell in cells
        if not cell.channel or cell in record.cells
    ]
    if record.note:
        lines.append(speak("month-card-note", note=record.note))
    changes = list(_changes(session, await months.changes(month), found))
    if changes:
        told = folded([speak("month-card-changes"), *changes[-CHANGES_SHOWN:]])
        lines += ["", fold_in_chat(told)]
    pencils = [
        Button(f"edit:{cell.code}", speak.plain("card-edit", name=cell_name(session.speak, cell, found)))
        for cell in cells
        if not cell.channel
    ]
    rows = [*columns(pencils, 2)]
    if found:
        rows.append((Button("channels", speak.plain("month-card.channels")),))
    rows += [
        (Button("note", speak.plain("month-card.note")), Button("result", speak.plain("month-card.result"))),
        (Button("history", speak.plain("month-card.history")), Button("menu", speak.plain("menu"))),
    ]
    return View("\n".join(lines), rows)


def _changes(session: Session, made: Sequence[CellEntry], found: Sequence[NamedChannel]) -> Iterator[Markup]:
    """What replaced an earlier value, with its day."""
    before: dict[Cell, str] = {}
    for change in made:
        value = write_known(session.speak, session.write, change.cell, change.known.value)
        if change.cell in before and before[change.cell] != value:
            day = change.known.entered_at
            yield session.speak(
                "month-card-change",
                day=session.speak.plain(
                    "month-day", day=str(day.day), month=session.write.month_of(day.month)
                ),
                name=cell_name(session.speak, change.cell, found),
                before=before[change.cell],
                after=value,
                source=session.speak.plain(f"month-source-{change.known.source}"),
            )
        before[change.cell] = value


def _day(session: Session, moment: datetime) -> str:
    month = session.write.month_of(moment.month)
    return session.speak.plain("month-day", day=str(moment.day), month=month)


async def noting(manager: DialogManager) -> View:
    """The note of a month."""
    session, month = session_at(manager), month_of(manager)
    speak = session.speak
    record = await session.workspace.months.record(month)
    lines = [speak("month-note", month=month_title(session.write, month))]
    rows = [(Button("back", speak.plain("back")),)]
    if record.note:
        lines.append(speak("month-card-note", note=record.note))
        rows.insert(0, (Button("remove", speak.plain("month-note.remove")),))
    return View("\n\n".join(lines), rows)


BARS = "▁▂▃▄▅▆▇█"
GAP = "·"


async def shown_year(manager: DialogManager) -> int:
    """The year whose months are listed."""
    year: int | None = manager.dialog_data.get("year")
    return (await last_month(session_at(manager))).year if year is None else year


async def listing(manager: DialogManager) -> View:
    """The months of a year: a line of them, the streak, a button per month."""
    session, year = session_at(manager), await shown_year(manager)
    speak, months = session.speak, session.workspace.months
    last = await last_month(session)
    of_year = [Month(year, number) for number in range(1, MONTHS + 1)]
    records = {month: await months.record(month) for month in of_year}
    ended = [month for month in of_year if month <= last]
    entered = sum(records[month].is_entered for month in ended)
    lines = [
        speak("history", year=str(year), entered=entered, ended=len(ended)),
        f"<pre>{_bars([records[month] for month in ended])}\n{speak.plain('history-letters')}</pre>",
        speak("history-streak", streak=await months.streak(last)),
        speak("history-hint"),
    ]
    now = last.shift(1)
    buttons = [
        Button(f"open:{month}", _label(session, records[month]))
        for month in of_year
        if enterable(month, now) or records[month].cells
    ]
    years = [
        Button(f"year:{other}", label)
        for other, label in ((year - 1, f"‹ {year - 1}"), (year + 1, f"{year + 1} ›"))
        if now.shift(-EARLIEST).year <= other <= last.year
    ]
    has_picture = await year_chart(session.workspace, speak, year) is not None
    picture = (Button("picture", speak.plain("history.picture")),) if has_picture else ()
    rows = [*columns(buttons, 3), tuple(years), picture, (Button("menu", speak.plain("menu")),)]
    return View("\n".join(lines), [row for row in rows if row])


def _bars(records: Sequence[MonthRecord]) -> str:
    """A bar of the new patients of each month; a gap where they are not known."""
    values = [record.facts.clinic.get(MonthFigure.NEW_PATIENTS) for record in records]
    highest = max((value for value in values if value is not None), default=None)
    return "".join(
        GAP if value is None else BARS[int(value * (len(BARS) - 1) / highest) if highest else 0]
        for value in values
    )


def _label(session: Session, record: MonthRecord) -> str:
    name = session.write.month_short(record.month.number).capitalize()
    new = record.facts.clinic.get(MonthFigure.NEW_PATIENTS)
    if new is not None:
        return f"{name} · {session.write.count(new)}"
    return f"{name} ✓" if record.is_entered else f"{name} —"


async def new_year(manager: DialogManager) -> View:
    """What is known of the year that ended, and what will be asked."""
    session = session_at(manager)
    speak = session.speak
    offer = await offer_of(session.workspace, session.clock.now())
    if offer is None:
        return View(speak("new_year-none"), ((Button("menu", speak.plain("menu")),),))
    lines = [
        speak("new_year", plan=str(offer.plan_year), year=str(offer.plan_year - 1)),
        *_known_of_year(session, offer),
        speak("new_year-left", count=offer.left),
    ]
    return View(
        "\n".join(lines),
        column([Button("yes", speak.plain("new_year.yes")), Button("menu", speak.plain("new_year.later"))]),
    )


def _known_of_year(session: Session, offer: NewYearOffer) -> Iterator[str]:
    speak = session.speak
    if offer.months < MONTHS:
        yield speak("new_year-gaps", months=offer.months, year=str(offer.plan_year - 1))
    year, before = str(offer.plan_year - 1), str(offer.plan_year - 2)
    for name in offer.answers:
        yield speak(
            "card-line",
            name=speak.plain(f"question-{name}.short", year=year, before=before),
            value=write_answer(speak, session.write, name, offer.answers),
        )
