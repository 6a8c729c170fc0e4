"""The whole bot with the simulator in place of Telegram, and people who talk to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table, select

from charts.requests import ChartRequest
from clock import SystemClock
from composition import SLOTS, Resources, compose, telegram_bot
from datasets.merging import UploadRows, merge
from datasets.orders import ReckoningOrder, WantedReckoning
from datasets.packing import pack
from datasets.reckoning import reckon
from datasets.years import YearOfVisits, years_of_visits
from files.child import FileRead, FileWritten
from files.wire import Budget
from handlers.reminders.sender import Sender
from handlers.transport.chats import StoredChats
from handlers.transport.people import identity_of
from handlers.transport.processing import update_task, wanted_updates
from handlers.transport.state import ConversationState
from handlers.upload.fetching import NotFetched, NotFetchedError
from locales.texts import Texts
from metrics.analysis import Analysis
from metrics.outlook import OutlookReport
from metrics.visits import Visits
from reports.files import written
from reports.orders import MadeReport, ReportOrder
from services.limits import Quota
from services.questionnaire import read_answer, sequence
from services.typed import Accepted
from services.workspace import Workspace
from simulator.account import SimulatedBot
from simulator.answering import answer_call
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.keyboards import inline_buttons
from simulator.session import SimulatorSession
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import CHAT_LIMITS
from spreadsheets.reading import ReadingStep, VisitReading, read_file
from spreadsheets.refusals import RefusalReason, refuse
from storage.database import Database
from storage.keys.data_key import open_vault
from storage.queue import Queue, Task, open_queue
from storage.unit_of_work import UnitOfWork
from tests.dispatchers import release_routers
from workbooks.annotation import annotate
from workbooks.plan import channel_plan_workbook, plan_workbook
from workbooks.plan_orders import ChannelBook, PlanBook
from workbooks.template import write_template
from workbooks.visits import write_visits

TOKEN = "42:conversations"
NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEXTS = Texts.load()
ARTICLE = {
    "ru": ("2000", "1850", "575", "60 млн", "462"),
    "en": ("2,000", "1,850", "575", "6 million", "462"),
}
"""The article's clinic as an owner types it; in English a tenth of the money, for it is dollars."""
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000500000003c00802000000") + b"\x00" * 16
"""As much of a PNG of 1280 × 960 as a server looks at."""


class Calendar(SystemClock):
    """Real pauses, but the day a test wants, and as many seconds between taps as it says."""

    def __init__(self, today: datetime = NOVEMBER) -> None:
        self.today = today
        self.passed = 0.0

    def now(self) -> datetime:
        return self.today + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed


class Unhurried:
    """A clock for the gate: whoever waits has waited at once, and every window and burst still counts."""

    def __init__(self) -> None:
        self._elapsed = 0.0

    def now(self) -> datetime:
        return NOVEMBER + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        self._elapsed += max(0.0, seconds)
        await asyncio.sleep(0)


@dataclass
class Easel:
    """In place of the drawing process: notes what was asked for."""

    asked: list[ChartRequest] = field(default_factory=list)
    failure: Exception | None = None
    seconds: float = 0.0

    async def draw(self, request: ChartRequest) -> bytes:
        await asyncio.sleep(self.seconds)
        if self.failure is not None:
            raise self.failure
        self.asked.append(request)
        return PIXEL


@dataclass
class Desk:
    """In place of the process of files: reads and writes them here and notes with which answers."""

    read_with: list[UploadAnswers] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    seconds: float = 0.0
    costly: bool = False
    """Whether a file costs more than reading it at once may."""

    async def read(
        self,
        content: bytes,
        answers: UploadAnswers,
        report: Callable[[ReadingStep], object],
        *,
        key: bytes,
        today: date,
        budget: Budget | None,
    ) -> FileRead:
        report(ReadingStep.OPENING)
        if self.costly and budget is not None:
            raise refuse(RefusalReason.TOO_HEAVY)
        await asyncio.sleep(self.seconds)
        if self.failures:
            raise self.failures.pop(0)
        self.read_with.append(answers)
        reading = read_file(content, answers, report=report, today=today)
        return FileRead(reading.preview, pack(reading.rows, key))

    async def annotated(
        self, content: bytes, answers: UploadAnswers, language: str, *, today: date
    ) -> FileWritten:
        marked = annotate(content, answers, language, CHAT_LIMITS, today=today)
        return FileWritten(marked.content, marked.suffix)

    async def template(self, language: str, year: int) -> FileWritten:
        return FileWritten(write_template(language, year), "xlsx")

    async def years(self, uploads: Sequence[UploadRows]) -> tuple[YearOfVisits, ...]:
        return years_of_visits(Visits.from_frame(merge(uploads)))

    async def visits(self, uploads: Sequence[UploadRows]) -> FileWritten:
        if self.failures:
            raise self.failures.pop(0)
        return FileWritten(write_visits(uploads), "zip")

    async def plan(self, order: PlanBook) -> FileWritten:
        await asyncio.sleep(self.seconds)
        if self.failures:
            raise self.failures.pop(0)
        return FileWritten(plan_workbook(order), "xlsx")

    async def channel_plan(self, order: ChannelBook) -> FileWritten:
        return FileWritten(channel_plan_workbook(order), "xlsx")


@dataclass
class Abacus:
    """In place of the process that reckons: does it at once, and notes what was asked for."""

    asked: list[ReckoningOrder] = field(default_factory=list)
    failure: Exception | None = None
    seconds: float = 0.0

    async def analysis(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> Analysis:
        found = await self._reckoned(order, uploads)
        assert isinstance(found, Analysis)
        return found

    async def outlook(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> OutlookReport | None:
        found = await self._reckoned(replace(order, wanted=WantedReckoning.OUTLOOK), uploads)
        assert not isinstance(found, Analysis)
        return found

    async def _reckoned(
        self, order: ReckoningOrder, uploads: Sequence[UploadRows]
    ) -> Analysis | OutlookReport | None:
        await asyncio.sleep(self.seconds)
        if self.failure is not None:
            raise self.failure
        self.asked.append(order)
        return reckon(order, uploads)


@dataclass
class Sheets:
    """In place of Google: public sheets by their id."""

    public: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, sheet: str) -> bytes:
        if sheet not in self.public:
            raise NotFetchedError(NotFetched.SHEET_PRIVATE)
        return self.public[sheet]


@dataclass
class Printer:
    """In place of the process that makes reports: does it at once, and notes what was asked for."""

    asked: list[ReportOrder] = field(default_factory=list)
    failure: Exception | None = None

    async def make(self, order: ReportOrder) -> MadeReport | None:
        self.asked.append(order)
        if self.failure is not None:
            raise self.failure
        return written(order, TEXTS)


class House:
    """The bot's process, its database file and the Telegram it talks to; `restart` ends the process alone."""

    def __init__(self, file: Path) -> None:
        self.url = f"sqlite:///{file}"
        self.clock = Calendar()
        self.easel: Any = Easel()
        self.desk: Any = Desk()
        self.abacus: Any = Abacus()
        self.printer: Any = Printer()
        self.sheets = Sheets()
        self.simulator = Simulator()
        self.account: SimulatedBot = self.simulator.add_bot(TOKEN, "clinic_pulse_bot", "Пульс клиники")
        self.quota = Quota()
        self.parked: list[BaseException] = []
        self.database: Database
        self.queue: Queue
        self._offset = 0

    async def start(self) -> None:
        """Open for people."""
        self.database = await Database.open(self.url, clock=self.clock)
        await open_vault(self.database, None, None)
        self.queue = open_queue(self.database, clock=self.clock, first_pause=0.01, slots=SLOTS)
        self.bot = telegram_bot(TOKEN, SimulatorSession(self.simulator))
        parts = compose(
            Resources(
                bot=self.bot,
                database=self.database,
                state=ConversationState(self.database),
                queue=self.queue,
                chats=await StoredChats.load(self.database, self.clock),
                chart_worker=self.easel,
                file_reader=self.desk,
                large_file_reader=self.desk,
                reckoner=self.abacus,
                report_worker=self.printer,
                sheets=self.sheets,
                quota=self.quota,
                texts=TEXTS,
                clock=self.clock,
                pace=Unhurried(),
                chance=Random(1),
            )
        )
        self.dispatcher = parts.dispatcher
        assert isinstance(parts.reminders, Sender)
        self.sender = parts.reminders
        self._allowed = wanted_updates(self.dispatcher)

        async def on_parked(task: Task, error: BaseException, unit: UnitOfWork) -> None:
            self.parked.append(error)
            await parts.on_parked(task, error, unit)

        await self.dispatcher.emit_startup(**self.dispatcher.workflow_data, bot=self.bot)
        self._running = asyncio.create_task(self.queue.run(parts.handlers, on_parked=on_parked))

    async def stop(self) -> None:
        """Close in order."""
        await self.queue.stop(1)
        await self._running
        await self.database.close()
        release_routers(self.dispatcher)

    async def restart(self) -> None:
        """A new process on the same database."""
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Take in what people did and wait until everything is answered."""
        await self.until(lambda: not vars(self.queue)["_known"])  # what `state` counts, without a query

    async def remind_at(self, moment: datetime) -> None:
        """Turn the calendar to a moment and let everything be sent that is due then."""
        self.clock.today = moment - timedelta(seconds=self.clock.passed)
        await self.sender.send_due()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Take in what people do until something has happened."""
        async with asyncio.timeout(120):
            while await self._take_in() or not happened():  # noqa: ASYNC110 (there is no event for «all quiet»)
                await asyncio.sleep(0.001)

    async def _take_in(self) -> int:
        """Put waiting updates into the queue; returns how many there were."""
        status, answer = await answer_call(
            self.account,
            "getUpdates",
            {"offset": self._offset, "timeout": 0, "allowed_updates": self._allowed},
        )
        assert status == 200, answer
        updates = answer["result"]
        if updates:
            self._offset = updates[-1]["update_id"] + 1
            await self.queue.put([update_task(raw, self.clock.now()) for raw in updates])
        return len(updates)

    def forgive(self, *words: str) -> None:
        """Let the refusals with these words be, of which there is one at least: the test is about them."""
        kept = [
            refusal
            for refusal in self.account.refusals
            if not any(said in refusal.description for said in words)
        ]
        assert len(kept) < len(self.account.refusals)
        self.account.refusals[:] = kept

    async def rows(self, table: Table) -> list[Any]:
        """All rows of a table."""
        async with self.database.reading() as connection:
            return list(await connection.execute(select(table)))


@cache
def _read(export: str) -> VisitReading:
    """The same export is read once, however many tests begin with it."""
    return read_file(export.encode(), UploadAnswers())


class Person:
    """Somebody with a phone."""

    def __init__(self, house: House, language: str, name: str) -> None:
        self.house = house
        self.language = language
        user = house.simulator.add_user(name, language_code=language)
        self.id: int = user["id"]
        self.chat: Chat = house.simulator.chat(house.account, user)
        self.taps = 0

    def words(self, key: str, **args: str | int) -> str:
        """A text or the label of a button in the language of this person's phone."""
        return plain(TEXTS.language(self.language).plain(key, **args))

    async def send(self, *texts: str, reply_to: dict[str, Any] | None = None) -> None:
        """Type texts one after another, waiting for the answers of each."""
        for text in texts:
            self.taps += 1
            self.chat.send_text(text, reply_to)
            await self.house.settle()

    async def has_uploaded(self, export: str) -> None:
        """Have the visits of a csv file kept already."""
        async with self.workspace() as workspace:
            uploads = workspace.uploads
            reading = _read(export)
            await uploads.keep(FileRead(reading.preview, pack(reading.rows, await uploads.patient_key())))

    async def upload(self, content: bytes, name: str = "визиты.csv") -> None:
        """Send a file and wait until it is read."""
        self.taps += 1
        self.chat.send_document(name, content)
        await self.house.settle()

    async def press(self, *buttons: str, message: dict[str, Any] | None = None) -> None:
        """Press buttons by a part of their labels, the newest first, waiting for the answers of each."""
        for button in buttons:
            self.taps += 1
            self.house.clock.passed += 2
            self.chat.press_button(*self.find(button, message))
            await self.house.settle()

    async def double_tap(self, button: str, message: dict[str, Any] | None = None) -> None:
        """Press a button twice before the bot has answered."""
        self.house.clock.passed += 2
        shown, data = self.find(button, message)
        self.chat.press_button(shown, data)
        self.chat.press_button(shown, data)
        await self.house.settle()

    def find(self, label: str, message: dict[str, Any] | None = None) -> tuple[dict[str, Any], str]:
        """The message and the data of the button with this label, or with this in its label."""
        messages = [message] if message else self.answers[::-1]
        found = [(shown, button) for shown in messages for button in inline_buttons(shown)]
        for fits in (str.__eq__, str.__contains__):
            for shown, button in found:
                if fits(plain(button["text"]), label):
                    return shown, button["callback_data"]
        raise LookupError(f"no button «{label}» among {[button['text'] for _, button in found]}")

    async def forge(self, data: str, message: dict[str, Any] | None = None) -> None:
        """Send what no button says, as a client of one's own can."""
        self.chat.press_button(message or self.window, data)
        await self.house.settle()

    @asynccontextmanager
    async def workspace(self) -> AsyncIterator[Workspace]:
        """What this person has in the database, to look at or to change without a conversation."""
        unit = UnitOfWork(self.house.database)
        yield await Workspace.open(unit, identity_of(self.id), self.language, self.house.clock)
        await unit.commit()

    async def has_answered(self, *figures: str, growth: str = "20 %") -> None:
        """Have so many of the questions answered already, the numbers of the article by default."""
        async with self.workspace() as workspace:
            segment = workspace.segments.whole_clinic()
            typed = figures or (*ARTICLE[self.language], "30 %", growth)
            for question, text in zip(sequence({}), typed, strict=False):
                read = read_answer(
                    question,
                    text,
                    segment.answers,
                    language=self.language,
                    currency=workspace.currency,
                    checks=workspace.plausible_checks,
                )
                assert isinstance(read, Accepted), read
                segment = workspace.segments.answer(segment.id, question.name, read.answer)

    async def has_plan(self, growth: str = "20 %") -> None:
        """Have the article's plan, just shown."""
        await self.has_answered(growth=growth)
        await self.send("/plan")

    async def fill_in(self, *figures: str, conversion: str = "3", growth: str = "+20") -> None:
        """From /start to the card: five typed figures, the article's by default, and two taps."""
        await self.send("/start")
        await self.press(self.words("start.begin"))
        await self.send(*(figures or ARTICLE[self.language]))
        await self.press(conversion, growth)

    async def plan(self, *figures: str, conversion: str = "3", growth: str = "+20") -> None:
        """From /start to the plan."""
        await self.fill_in(*figures, conversion=conversion, growth=growth)
        await self.press(self.words("card-calculate"))

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The bot's messages, oldest first."""
        bot = self.house.account.me["id"]
        return [message for message in self.chat.messages if message["from"]["id"] == bot]

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say, oldest first; a picture says its caption."""
        return [plain(message.get("text", message.get("caption", ""))) for message in self.answers]

    @property
    def last(self) -> str:
        """What the bot's last message says."""
        return self.texts[-1]

    @property
    def window(self) -> dict[str, Any]:
        """The newest message with buttons."""
        return next(message for message in reversed(self.answers) if "reply_markup" in message)

    @property
    def shown(self) -> str:
        """What the newest message with buttons says."""
        return plain(self.window.get("text", ""))

    @property
    def buttons(self) -> list[str]:
        """Labels of the buttons under the newest message that has any."""
        return [plain(button["text"]) for button in inline_buttons(self.window)]

    @property
    def data(self) -> list[str]:
        """What those buttons send."""
        return [button["callback_data"] for button in inline_buttons(self.window)]

    @property
    def keyboards(self) -> int:
        """How many messages have buttons."""
        return sum("reply_markup" in message for message in self.answers)

    @property
    def pictures(self) -> int:
        """How many pictures are in the chat."""
        return sum("photo" in message for message in self.answers)

    @property
    def alerts(self) -> list[str]:
        """The short words that appeared over the chat."""
        return [plain(alert["text"]) for alert in self.chat.alerts]


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")
