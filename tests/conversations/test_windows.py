"""Every window of every conversation, in both languages, with nothing, the usual and far too much in it."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, cast
from zoneinfo import available_timezones

import pytest
from aiogram.fsm.state import State
from aiogram_dialog import Dialog, Window
from aiogram_dialog.about import AiogramDialogStates

from datasets.merging import UploadRows
from datasets.orders import ReckoningOrder
from datasets.packing import pack
from datasets.reckoning import reckon
from files.child import FileRead
from handlers.chat_text import in_chat
from handlers.places.channels import Channels
from handlers.places.menu import Menu
from handlers.places.months import History, MonthEntry, NewYear
from handlers.places.privacy import Privacy
from handlers.places.product import Comparing, DecisionList, Filtering
from handlers.places.questionnaire import Questionnaire
from handlers.places.reminders import Remind
from handlers.places.segments import Segments
from handlers.places.self_check import SelfChecking
from handlers.places.settings import Settings
from handlers.places.uploads import Uploads
from handlers.places.what_if import WhatIf
from handlers.results.marketer import marketer_task
from handlers.session import Session, left_for_later
from handlers.transport.people import identity_of
from handlers.window import View
from metrics.analysis import Analysis
from metrics.channels import ChannelKind
from metrics.estimate import Estimate
from metrics.funnel import Figure, Scenario
from metrics.monthly import Month, MonthFigure
from metrics.outlook import OutlookReport
from metrics.selection import WHOLE, Selection
from metrics.visits import VisitField
from services.answers import AVERAGE_CHECK, UNKNOWN, Answer, AnswerWord
from services.channel_entry import ChannelFigure
from services.decisions import MOST_DECISIONS
from services.entrance import Entrance
from services.limits import MOST_CHANNELS, MOST_SEGMENTS
from services.months import LONGEST_NOTE, Cell
from services.names import LONGEST_NAME
from services.plans import scenario_to_plain
from services.product import Product
from services.questionnaire import QUESTIONS
from services.reminders.cities import Place, place
from services.segments import Segment, SegmentKind
from services.self_check import Sign
from services.typed import Option
from services.what_if import Lever
from services.workspace import Workspace
from simulator.entities import formatted, utf16_length
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from storage.repositories.accounts import StoredChannel
from storage.unit_of_work import UnitOfWork, current_unit
from tests.conversations.house import TEXTS, House
from wording.forecast import ForecastText

AMOUNTS = ("empty", "typical", "extreme")
LONGEST_TEXT = 4096
LONGEST_DATA = 64
INTENT = "zzzzzz\x1db:9999:"
"""What stands before the id of a button: its conversation's id, the keyboard's, the number of the drawing."""

LONGEST_ZONE = max(available_timezones(), key=len)
LONG_NAME = "<&>\"'Ж" * (LONGEST_NAME // 6)


@dataclass
class Manager:
    """As much of a dialog manager as a window looks at."""

    session: Session
    start_data: dict[str, Any]
    dialog_data: dict[str, Any] = field(default_factory=dict)

    @property
    def middleware_data(self) -> dict[str, Any]:
        return {"session": self.session}

    def is_preview(self) -> bool:
        return False


def exactly(value: int | Fraction) -> Answer:
    return Answer(estimate=Estimate.exact(value))


TYPICAL = {
    Figure.PATIENTS: exactly(2000),
    Figure.PREVIOUS_PATIENTS: exactly(1850),
    Figure.NEW_PATIENTS: exactly(575),
    Figure.TURNOVER: exactly(60_000_000),
    Figure.REFERRALS: Answer(word=AnswerWord.HALF),
    Figure.CONVERSION: UNKNOWN,
    Figure.GROWTH: exactly(Fraction(1, 5)),
}
EXTREME = {
    Figure.PATIENTS: Answer(estimate=Estimate.between(99_999_998, 99_999_999)),
    Figure.PREVIOUS_PATIENTS: Answer(estimate=Estimate.between(99_999_997, 99_999_999)),
    Figure.NEW_PATIENTS: Answer(estimate=Estimate.between(88_888_888, 99_999_999)),
    Figure.TURNOVER: Answer(estimate=Estimate.between(10**12 - 1, 10**12)),
    Figure.REFERRALS: Answer(estimate=Estimate.between(1, 88_888_888)),
    Figure.CONVERSION: Answer(estimate=Estimate.between(Fraction(1, 1000), Fraction(999, 1000))),
    Figure.GROWTH: Answer(estimate=Estimate.between(-1, 10)),
    Figure.RETURNED_PATIENTS: Answer(estimate=Estimate.between(1, 1111)),
}
CHOSEN = Selection(date(2026, 3, 31)).only(VisitField.DOCTOR, LONG_NAME).to_json()
ALL_UNKNOWN = dict.fromkeys([question.name for question in QUESTIONS], UNKNOWN)


def answer_all(workspace: Workspace, segment: Segment, answers: Mapping[Any, Answer]) -> None:
    for question, answer in answers.items():
        workspace.segments.answer(segment.id, str(question), answer)


async def keep_upload(workspace: Workspace, rows: int) -> None:
    """Keep a file of so many rows."""
    uploads = workspace.uploads
    reading = read_file(b"Patient ID;Visit date;Paid\n1;13.01.2025;100\n", UploadAnswers())
    preview = replace(reading.preview, rows=rows, patients=rows, turnover=rows * 10**6)
    packed = pack(reading.rows, await uploads.patient_key())
    await uploads.keep(FileRead(preview, packed + bytes(rows % 251)))


async def fill(workspace: Workspace, amount: str) -> StoredChannel:
    """Put nothing, the usual or far too much into a workspace; returns one of its channels."""
    clinic = workspace.segments.whole_clinic()
    if amount == "empty":
        await keep_upload(workspace, 1)
        return await workspace.channels.add(clinic.id, name="—", kind=ChannelKind.NATURAL, new_patients=0)
    answer_all(workspace, clinic, TYPICAL if amount == "typical" else EXTREME)
    day, zone = (3, "Kazan") if amount == "typical" else (31, LONGEST_ZONE)
    await workspace.reminders.want(day, 20, cast("Place", place(zone)))
    count, name, people = (3, "Радио", 50) if amount == "typical" else (MOST_CHANNELS, LONG_NAME, 10**8)
    if amount == "extreme":
        workspace.clinics.rename(LONG_NAME)
        for number in range(MOST_SEGMENTS - 1):
            kind = list(SegmentKind)[1:][number % 4]
            answer_all(workspace, workspace.segments.add(kind, LONG_NAME), EXTREME)
    for number in range(1 if amount == "typical" else 10):
        await keep_upload(workspace, 1000 if amount == "typical" else 10**9 + number)
    for _ in range(count):
        channel = await workspace.channels.add(
            clinic.id, name=name, kind=ChannelKind.MARKETING, new_patients=people
        )
        channel.budget = Fraction(10**12) if amount == "extreme" else Fraction(600_000)
        await workspace.channels.save(clinic.id, channel)
    return channel


class Prepared:
    """Reckons visits of its own, whatever was uploaded: forty patients, each once a month."""

    def __init__(self, doctor: str) -> None:
        rows = "\n".join(
            f"{number};28.{month:02}.2026;{doctor}{number % 2};1000"
            for number in range(40)
            for month in range(1, 11)
        )
        file = read_file(f"Карта;Дата;Врач;Оплачено\n{rows}".encode(), UploadAnswers())
        self._upload = UploadRows(pack(file.rows, b"key"))

    async def analysis(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> Analysis:
        found = reckon(order, [self._upload])
        assert isinstance(found, Analysis)
        return found

    async def outlook(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> OutlookReport | None:
        raise AssertionError("no window shows the visits to expect")


async def product(workspace: Workspace, amount: str) -> str:
    """Put an analysis and decisions into a workspace; returns the id of one decision."""
    name = LONG_NAME if amount == "extreme" else "Иванов"
    await Product(workspace).analysis(WHOLE, Prepared(name))
    decisions = workspace.decisions
    made = [
        await decisions.add(date(2026, 3, 15), name)
        for _ in range(MOST_DECISIONS if amount == "extreme" else 1)
    ]
    return made[0].id


def doubts() -> list[dict[str, Any]]:
    options = [{"answer": EXTREME[Figure.TURNOVER].to_plain(), "settled": True}] * 2
    figures = {"found": "<" * 40, "check": "1", "before": "1", "now": "2"}
    reasons = (
        "doubt-check",
        "doubt-average_check",
        "doubt-base_change",
        "reading-ask-thousands",
        "reading-ask-percent",
    )
    return [
        {"question": "turnover", "doubt": {"reason": reason, "figures": figures, "options": options}}
        for reason in reasons
    ]


def reading_doubts(asked: str, figures: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A number with two readings, for every figure it can be typed for."""
    options = [Option(exactly(value), settled=False).to_plain() for value in (10**9, Fraction(1, 3))]
    for figure in figures:
        doubt = {"reason": "reading-ask-thousands", "figures": {"found": LONG_NAME}, "options": options}
        yield {asked: str(figure), "doubt": doubt}


def month_doubts() -> list[dict[str, Any]]:
    options = [{"answer": EXTREME[Figure.TURNOVER].to_plain(), "settled": True}] * 2
    figures = {"before": "1", "now": "2", "leads": "3", "started": "4"}
    reasons = ("doubt-month-started", "doubt-month-change", "doubt-month-money")
    return [
        {"cell": "turnover/", "doubt": {"reason": reason, "figures": figures, "options": options}}
        for reason in reasons
    ]


async def fill_months(workspace: Workspace, channel: StoredChannel, amount: str) -> None:
    """Put nothing, a year or three years of far too much into the months of a workspace."""
    if amount == "empty":
        return
    value = Fraction(40) if amount == "typical" else Fraction(10**8)
    for back in range(1, 13 if amount == "typical" else 37):
        month = Month(2026, 11).shift(-back)
        for figure in MonthFigure:
            await workspace.months.enter(month, Cell(figure), value + back)
        await workspace.months.enter(month, Cell(MonthFigure.LEADS, channel.id), value)
    for correction in range(20):
        await workspace.months.enter(Month(2026, 10), Cell(MonthFigure.VISITS), Fraction(correction))
    await workspace.months.write_note(Month(2026, 10), ("<&>" * LONGEST_NOTE)[:LONGEST_NOTE])


def circumstances(channel: StoredChannel, upload_id: str, decision: str) -> dict[State, list[dict[str, Any]]]:
    """What a window can find in its conversation; every window is here."""
    names = [str(question.name) for question in QUESTIONS]
    draft = {"draft": {"name": channel.name}}
    removed = {"removed": {"name": channel.name}}
    far = scenario_to_plain(Scenario(referrals=Fraction(5), average_check=Fraction(5), growth=Fraction(5)))
    kinds = [str(kind) for kind in SegmentKind if kind is not SegmentKind.CLINIC]
    return {
        Menu.start: [{}],
        Privacy.forgetting: [{}],
        Questionnaire.asking: [
            {"question": name, **more}
            for name in names
            for more in ({}, {"editing": True}, {"answered": AVERAGE_CHECK})
        ]
        + [{"question": name, "typing": True} for name in ("conversion", "growth")],
        Questionnaire.doubting: doubts(),
        Questionnaire.card: [{}],
        Questionnaire.restarting: [{}],
        Channels.listing: [{}, removed],
        Channels.naming: [{}],
        Channels.kind: [draft],
        Channels.patients: [draft],
        Channels.money: [draft],
        Channels.cost_per_lead: [draft],
        Channels.budget: [draft],
        Channels.doubting: [{**draft, **doubt} for doubt in reading_doubts("figure", ChannelFigure)],
        Channels.card: [{"channel": channel.id}],
        WhatIf.trying: [{}, {"scenario": far}],
        WhatIf.choosing: [{}],
        WhatIf.typing: [{"lever": str(lever)} for lever in Lever],
        WhatIf.doubting: list(reading_doubts("lever", Lever)),
        Segments.listing: [{}],
        Segments.kind: [{}],
        Segments.naming: [{"kind": kind} for kind in kinds],
        Segments.card: [{}],
        Segments.renaming: [{}],
        Segments.removing: [{}],
        SelfChecking.asking: [{"given": [True] * position} for position in range(len(Sign))],
        SelfChecking.result: [{"given": [yes] * len(Sign)} for yes in (True, False)],
        DecisionList.listing: [{}],
        DecisionList.day: [{}],
        DecisionList.text: [{"day": "2026-03-15"}],
        DecisionList.card: [{"decision": decision}],
        DecisionList.moving: [{}],
        DecisionList.renaming: [{"decision": decision}],
        DecisionList.removing: [{"decision": decision}],
        Filtering.overview: [{}],
        Filtering.choosing: [{"choice": choice, "page": 99} for choice in ("period", *VisitField)],
        Comparing.kind: [{}],
        Comparing.first: [{"kind": field, "page": 0} for field in VisitField],
        Comparing.second: [{"kind": field, "page": 1, "first": LONG_NAME} for field in VisitField],
        Remind.overview: [{}],
        Remind.day: [{}],
        Remind.hour: [{}],
        Remind.city: [{}],
        Remind.choosing: [{"found": ["Kazan", LONGEST_ZONE]}],
        Settings.overview: [{}],
        Settings.language: [{}],
        Settings.currency: [{}],
        Settings.name: [{}],
        MonthEntry.asking: [
            {"cell": cell.code, **more}
            for cell in (*map(Cell, MonthFigure), Cell(MonthFigure.LEADS, channel.id))
            for more in ({}, {"editing": True}, {"answered": Cell(MonthFigure.TURNOVER).code})
        ],
        MonthEntry.doubting: month_doubts(),
        MonthEntry.channels: [{}],
        MonthEntry.card: [{}],
        MonthEntry.noting: [{}],
        History.listing: [{}, {"year": 2025}],
        NewYear.asking: [{}],
        Settings.clinics: [{}],
        Settings.adding: [{}],
        Settings.removing: [{}],
        Uploads.listing: [{}, {"page": 1}],
        Uploads.card: [{"upload": upload_id}],
        Uploads.undoing: [{"upload": upload_id}],
        Uploads.redoing: [{"upload": upload_id}],
        Uploads.erasing: [{"upload": upload_id}],
    }


def check(view: View) -> None:
    text = formatted(view.text, "HTML", None).text
    assert 0 < utf16_length(text) <= LONGEST_TEXT, text
    assert "{" not in text
    for row in view.rows:
        assert 0 < len(row) <= 8
        for button in row:
            assert button.label.strip()
            assert len(f"{INTENT}{button.id}".encode()) <= LONGEST_DATA, button.id


@pytest.fixture
async def unit(house: House) -> UnitOfWork:
    unit = UnitOfWork(house.database)
    current_unit.set(unit)
    return unit


def session_in(house: House, unit: UnitOfWork, workspace: Workspace) -> Session:
    left_for_later.set({})
    entrance = Entrance(unit, house.queue, house.clock)
    jobs, chat = entrance.jobs(workspace.person), entrance.chat(1)
    return Session(house.bot, workspace, TEXTS, house.clock, 1, jobs, chat, 1)


async def every_window(
    house: House, unit: UnitOfWork, language: str, amount: str
) -> AsyncIterator[tuple[State, View]]:
    """Every window there is in a workspace with nothing, the usual or far too much in it."""
    workspace = await Workspace.open(unit, identity_of(1), language, house.clock)
    workspace.clinics.set_currency("TJS")  # the currency with the longest sign
    channel = await fill(workspace, amount)
    await fill_months(workspace, channel, amount)
    session = session_in(house, unit, workspace)
    upload_id = (await workspace.uploads.listed())[-1].id
    cases = circumstances(channel, upload_id, await product(workspace, amount))
    dialogs = [router for router in house.dispatcher.sub_routers if isinstance(router, Dialog)]
    windows = {state: window for dialog in dialogs for state, window in dialog.windows.items()}
    del windows[AiogramDialogStates.ABOUT]  # the library's own, which nobody is led to
    assert set(windows) == set(cases)
    for state, window in windows.items():
        for found in cases[state]:
            for segment in workspace.segments.listed()[: 1 if state is Channels.card else 2]:
                start = {
                    "segment": segment.id,
                    "question": "patients",
                    "adopted": {},
                    "clinic": workspace.clinic_id,
                    "month": "2026-10",
                    "selection": CHOSEN,
                }
                manager: Any = Manager(session, start, {"segment": segment.id, **found})
                drawn = await cast("Window", window).getter(dialog_manager=manager)
                yield state, drawn["view"]


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_window_can_be_shown(house: House, unit: UnitOfWork, language: str, amount: str) -> None:
    async for _, view in every_window(house, unit, language, amount):
        check(view)


@pytest.mark.parametrize("answers", [TYPICAL, EXTREME, ALL_UNKNOWN], ids=["typical", "extreme", "unknown"])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_result_fits_into_one_message(
    house: House, unit: UnitOfWork, language: str, answers: Mapping[Any, Answer]
) -> None:
    workspace = await Workspace.open(unit, identity_of(1), language, house.clock)
    workspace.clinics.rename(LONG_NAME)
    answer_all(workspace, workspace.segments.whole_clinic(), answers)
    segment = workspace.segments.whole_clinic()
    session = session_in(house, unit, workspace)
    extremes = Scenario(churn=Fraction(-1, 10), referrals=Fraction(5), average_check=Fraction(5))
    for scenario in (Scenario(), extremes):
        forecast = segment.forecast(scenario)
        text = ForecastText(session.speak, session.write, segment, forecast, clinic_name=LONG_NAME)
        check(View(in_chat(text.said())))
        assert len(list(text.summary())) <= 10 or forecast.whole is None
    task = await marketer_task(session, segment)
    if task:
        check(View(in_chat(task)))
