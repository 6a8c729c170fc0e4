"""The composition root: puts the parts of the bot together, for bot.py, the tests and the benchmarks.

`opened` opens what a process needs, as the settings say. `compose` builds the parts on what is open: a test
or a benchmark gives it a simulated messenger, a clock or a worker of its own.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from random import Random, SystemRandom
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.fsm.storage.base import BaseStorage
from aiogram.utils.token import TokenValidationError
from pydantic import SecretStr

from charts.worker import ChartWorker
from clock import Clock, SystemClock
from datasets.reckoner import Reckoner
from files.child import FileReader
from handlers.console import FROM_DISK, PATIENT
from handlers.dispatcher import build_dispatcher
from handlers.parked import parked_words
from handlers.privacy.visits import VISITS, VisitsSender
from handlers.reminders.sender import Awaited, Sender
from handlers.results.analysis.job import Analyst
from handlers.results.analysis.orders import ANALYSIS
from handlers.results.pictures import PICTURE, Drawer
from handlers.results.workbooks import WORKBOOK, PlanSender
from handlers.transport import processing
from handlers.transport.chats import StoredChats
from handlers.transport.entering import Entering
from handlers.transport.floods import Floods
from handlers.transport.gate import Gate
from handlers.transport.health import Health
from handlers.transport.lifecycle import Parts, UpdateSource
from handlers.transport.meters import Meters
from handlers.transport.pacing import MESSAGES_PER_WINDOW, Pacer
from handlers.transport.people import PrivateChats
from handlers.transport.polling import Poller
from handlers.transport.state import ConversationState
from handlers.transport.text_limits import LongTexts
from handlers.transport.webhook import WebhookAddress, WebhookSource
from handlers.upload.fetching import MEGABYTE, TELEGRAM_LIMIT, Fetcher, Sheets
from handlers.upload.google import GoogleSheets
from handlers.upload.job import UploadParts
from handlers.upload.orders import AT_ONCE, FILE, LARGE_FILE
from handlers.upload.recent import RecentFiles
from locales.texts import Texts
from operator_error import PortTakenError, SettingError
from reports.worker import ReportWorker
from services.limits import Quota
from services.people import Languages
from services.reminders.due import DueReminders
from settings import BotSettings
from storage.database import Database, named_sqlite, parse_url, sqlite_path
from storage.keys.data_key import open_vault
from storage.queue import Queue, Slots, open_queue
from storage.queue.sole_runner import sole_runner
from storage.repositories.reminders import ReminderClaims
from workers.worker import Worker

SLOTS: Final = (
    Slots(frozenset({FILE}), 2),
    Slots(frozenset({LARGE_FILE}), 1),
    Slots(frozenset({ANALYSIS}), 2),
    Slots(frozenset({PICTURE, WORKBOOK}), 4),
)
"""Room for each kind of heavy work, in a process.

Each process for it has one order at a time: a second task fetches or sends meanwhile, but a large file is
fetched only when its reader is free.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What the parts stand on, open already.

    state: where conversations are kept; pace: the clock that tells when a message may leave, at most
    `per_second`; webhook: where Telegram brings updates, and the secret it brings with them, or None to ask
    for them; document_limit: of a file, in bytes; quota: of a clinic.
    """

    bot: Bot
    database: Database
    state: BaseStorage
    queue: Queue
    chats: StoredChats
    chart_worker: ChartWorker
    file_reader: FileReader
    large_file_reader: FileReader
    reckoner: Reckoner
    report_worker: ReportWorker
    sheets: Sheets
    texts: Texts
    clock: Clock
    pace: Clock
    per_second: int = MESSAGES_PER_WINDOW
    chance: Random
    webhook: tuple[WebhookAddress, SecretStr] | None = None
    document_limit: int = TELEGRAM_LIMIT
    quota: Quota = field(default_factory=Quota)
    health_host: str = "127.0.0.1"
    health_port: int = 0


def compose(resources: Resources) -> Parts:
    """The parts of a process; from now on the bot's calls pass the gate."""
    bot, database, queue = resources.bot, resources.database, resources.queue
    texts, clock = resources.texts, resources.clock
    meters, awaited, private_chats = Meters(), Awaited(), PrivateChats(database)
    _pace(resources, meters)
    dispatcher = build_dispatcher(
        resources.state,
        texts,
        clock,
        Entering(queue, clock),
        awaited,
        document_limit=resources.document_limit,
    )
    update_handler = processing.update_handler(
        dispatcher, bot, chats=resources.chats, clock=clock, meter=meters
    )
    jobs = {
        kind: meters.timed(kind, processing.job_handler(job, private_chats, queue, clock))
        for kind, job in _jobs(resources).items()
    }
    due = DueReminders(ReminderClaims(database, clock, me=uuid4().hex), clock)
    source = _source(resources, processing.wanted_updates(dispatcher), meters)
    return Parts(
        bot=bot,
        dispatcher=dispatcher,
        queue=queue,
        source=source,
        handlers={processing.KIND: Floods(queue).spared(update_handler), **jobs},
        on_parked=processing.parked_notice(bot, parked_words(Languages(database), texts), private_chats),
        health=Health(
            database,
            queue,
            meters,
            poll_age=lambda: source.poll_age if isinstance(source, Poller) else None,
            host=resources.health_host,
            port=resources.health_port,
        ),
        reminders=Sender(bot, texts, due, clock, awaited, private_chats),
    )


def _pace(resources: Resources, meters: Meters) -> None:
    pacer = Pacer(resources.pace, per_second=resources.per_second)
    gate = Gate(
        pacer=pacer, chats=resources.chats, clock=resources.pace, chance=resources.chance, meter=meters
    )
    resources.bot.session.middleware(LongTexts())
    resources.bot.session.middleware(gate)


def _jobs(resources: Resources) -> dict[str, processing.Doer]:
    """What is done beside the conversation, by the kind of its task."""
    bot, texts, clock, limit = resources.bot, resources.texts, resources.clock, resources.document_limit
    files = UploadParts(
        bot,
        texts,
        clock,
        resources.file_reader,
        Fetcher(bot, resources.sheets, clock),
        RecentFiles(),
        limit,
        resources.quota,
        AT_ONCE,
        LARGE_FILE,
    )
    large_files = replace(files, reader=resources.large_file_reader, budget=None, slower=None)
    return {
        PICTURE: Drawer(bot, texts, resources.chart_worker),
        VISITS: VisitsSender(bot, texts, resources.file_reader),
        WORKBOOK: PlanSender(bot, texts, resources.file_reader),
        FILE: files,
        LARGE_FILE: large_files,
        ANALYSIS: Analyst(
            bot, texts, clock, resources.reckoner, resources.chart_worker, resources.report_worker
        ),
    }


def _source(resources: Resources, allowed: list[str], meters: Meters) -> UpdateSource:
    bot, queue, clock = resources.bot, resources.queue, resources.clock
    if resources.webhook is None:
        return Poller(bot, queue, allowed_updates=allowed, clock=clock, chance=resources.chance, meter=meters)
    address, secret = resources.webhook
    return WebhookSource(
        bot, queue, address=address, secret=secret.get_secret_value(), allowed_updates=allowed, clock=clock
    )


def telegram_bot(token: str, session: BaseSession) -> Bot:
    """The bot's account, whose texts are HTML. Raises SettingError for what is no token."""
    try:
        return Bot(token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    except TokenValidationError:
        raise SettingError(
            "BOT_TOKEN is no token: @BotFather gives one that begins with the bot's number and a colon."
        ) from None


def telegram_session(settings: BotSettings) -> AiohttpSession:
    """The way to Telegram, or to another Bot API server, through the proxy if there is one."""
    server = TelegramAPIServer.from_base(settings.bot_api_url.rstrip("/"), is_local=settings.bot_api_local)
    if settings.bot_proxy is None:
        return AiohttpSession(api=server)
    from handlers.transport.proxy import ProxiedSession

    return ProxiedSession(settings.bot_proxy.get_secret_value(), api=server)


@asynccontextmanager
async def opened(role: str, settings: BotSettings) -> AsyncIterator[Parts]:
    """The parts of a process in the role `run`, `ingest` or `work`; everything is closed afterwards.

    Raises SettingError, DataKeyError, AlreadyRunningError, and what `Database.open` raises.
    """
    webhook, clock, limit = _webhook(settings), SystemClock(), settings.document_limit * MEGABYTE
    if settings.bot_token is None:
        raise SettingError("without a BOT_TOKEN there is nobody to talk to")
    reader = FileReader()
    large_reader = FileReader(FROM_DISK, PATIENT) if limit > TELEGRAM_LIMIT else FileReader()
    chart_worker, reckoner, report_worker = ChartWorker(), Reckoner(), ReportWorker()
    async with AsyncExitStack() as stack:
        if role != "ingest":
            for process in (chart_worker, reader, large_reader, reckoner, report_worker):
                stack.push_async_callback(process.close)
            warming = asyncio.create_task(_warm(chart_worker, reader, large_reader, reckoner, report_worker))
            stack.callback(warming.cancel)
        url = settings.database_url.get_secret_value()
        if role == "run":
            stack.enter_context(_alone(url))
        database = await Database.open(url, clock=clock)
        stack.push_async_callback(database.close)
        if role != "ingest":
            given = settings.data_key.get_secret_value() if settings.data_key else None
            await open_vault(database, given, settings.data_key_file)
        session = telegram_session(settings)
        stack.push_async_callback(session.close)
        yield compose(
            Resources(
                bot=telegram_bot(settings.bot_token.get_secret_value(), session),
                database=database,
                state=ConversationState(database),
                queue=open_queue(database, clock=clock, slots=SLOTS),
                chats=await StoredChats.load(database, clock),
                chart_worker=chart_worker,
                file_reader=reader,
                large_file_reader=large_reader,
                reckoner=reckoner,
                report_worker=report_worker,
                sheets=GoogleSheets(limit),
                texts=Texts.load(),
                clock=clock,
                pace=clock,
                chance=SystemRandom(),
                webhook=webhook,
                document_limit=limit,
                quota=Quota(settings.uploads_limit, settings.kept_limit * MEGABYTE),
                health_host=settings.health_host,
                health_port=settings.health_port,
            )
        )


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Before a database is touched: no other process may run its tasks, if it is an SQLite file."""
    address = parse_url(url)
    if address.get_backend_name() == "postgresql":
        yield
        return
    path = sqlite_path(address)
    with ExitStack() as held:
        with named_sqlite(path):
            held.enter_context(sole_runner(path))
        yield


def _webhook(settings: BotSettings) -> tuple[WebhookAddress, SecretStr] | None:
    url = settings.webhook_url
    if url is None:
        return None
    if settings.webhook_secret is None:
        raise SettingError("WEBHOOK_URL needs a WEBHOOK_SECRET: any long random word")
    path = urlsplit(url).path or "/"
    address = WebhookAddress(url=url, path=path, host=settings.webhook_host, port=settings.webhook_port)
    return address, settings.webhook_secret


async def _warm(*workers: Worker) -> None:
    """Start the processes one after another: all at once they would delay the bot itself."""
    for worker in workers:
        await worker.start()


@asynccontextmanager
async def simulated(settings: BotSettings) -> AsyncIterator[BotSettings]:
    """The settings of a bot on a simulator of its own, whose chat page is at their `bot_api_url`."""
    from simulator.core import Simulator, new_token
    from simulator.server import start

    simulator, token = Simulator(), new_token()
    account = simulator.add_bot(token, username="clinic_pulse_bot", first_name="Пульс клиники")
    # The database remembers the numbers of updates it has seen, so those of an earlier start are used up.
    account.updates.begin_at(int(time.time()))
    simulator.add_user("Ольга", language_code="ru")
    simulator.add_user("Kate", language_code="en")
    host, port = settings.simulator_host, settings.simulator_port
    try:
        server = await start(simulator, host=host, port=port)
    except OSError as error:
        raise PortTakenError("SIMULATOR_PORT", host, port, error) from None
    try:
        yield settings.model_copy(update={"bot_token": SecretStr(token), "bot_api_url": server.url})
    finally:
        await server.stop()
