"""The command line and the composition root of Clinic Pulse.

Every command imports only what it needs: a health check or a forecast for a script does not wait for the
messenger's libraries.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from settings import Settings

if TYPE_CHECKING:
    from aiogram import Bot

    from handlers.transport.chats import StoredChats
    from handlers.transport.lifecycle import Parts
    from handlers.transport.meters import Meters
    from handlers.transport.webhook import Webhook
    from spreadsheets.mapping import UploadAnswers
    from storage.clock import Clock
    from storage.database import Database
    from storage.queue import Queue
    from workers.worker import Worker

SIMULATOR_TOKEN = "1:simulator"  # noqa: S105 - opens nothing but the chat page on this machine


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Settings], int] = options.command
    return command(options, Settings())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _role(commands, "run", "take updates in and answer them, in one process")
    _role(commands, "ingest", "only take updates in (PostgreSQL)")
    _role(commands, "work", "only answer what was taken in; any number of processes (PostgreSQL)")
    _forecast_parser(commands)
    _import_parser(commands)
    template = commands.add_parser("template", help="write the workbook an owner can fill in")
    template.add_argument("file", type=Path)
    template.add_argument("--year", type=int, help="the year its figures are of")
    template.add_argument("--language", choices=("ru", "en"), default="ru")
    template.set_defaults(command=_template)
    _analyze_parser(commands)
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    migrate.set_defaults(command=_migrate)
    backup = commands.add_parser("backup", help="copy the SQLite database while the bot runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a copy in the place of the SQLite database")
    restore.add_argument("file", type=Path)
    restore.set_defaults(command=_restore)
    rotate = commands.add_parser("rotate-key", help="seal the uploads with a new key; stop the bot first")
    rotate.add_argument("--into", type=Path, help="where the new key goes, if the old one is in DATA_KEY")
    rotate.add_argument("--lost", action="store_true", help="the old key is lost: remove the uploads")
    rotate.set_defaults(command=_rotate_key)
    parked = commands.add_parser("parked", help="list what was given up on after several tries")
    parked.add_argument("--retry", action="store_true", help="queue it again")
    parked.set_defaults(command=_parked)
    health = commands.add_parser("health", help="ask the running bot whether it is well")
    health.set_defaults(command=_health)
    return parser


def _role(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    parser.set_defaults(command=_serve, role=name)


def _forecast_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("forecast", help="compute a plan from yearly figures")
    parser.add_argument("--prev", type=_number, help="patients in the year before", dest="previous_patients")
    parser.add_argument("--patients", type=_number, help="patients in the year")
    parser.add_argument("--new", type=_number, help="of them, for the first time", dest="new_patients")
    parser.add_argument(
        "--returned", type=_number, help="of them, back after a year", dest="returned_patients"
    )
    parser.add_argument("--referrals", type=_number, help="of the new ones, by referral")
    parser.add_argument("--turnover", type=_number, help="money received in the year")
    parser.add_argument("--conversion", type=_number, help="share of leads that start treatment, 0..1")
    parser.add_argument("--growth", type=_number, help="wanted growth of turnover, 0.2 is 20 percent")
    parser.add_argument("--year", type=int, help="the year to plan for")
    parser.add_argument("--as-in-article", action="store_true", help="round as the article does in print")
    parser.add_argument("--json", action="store_true", help="print the result object")
    parser.add_argument("--chart", type=Path, help="draw the need bridge into a PNG file")
    parser.add_argument("--language", choices=("ru", "en"), default="ru")
    parser.set_defaults(command=_forecast)


def _import_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("import", help="say what a visit export holds and what is wrong in it")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--mapping",
        type=_mapping,
        default="{}",
        help='{"sheets": ["May"], "columns": {"C": "paid", "Code": null}, "date_order": "day_first"}',
    )
    parser.add_argument("--json", action="store_true", help="print the result object")
    parser.add_argument("--language", choices=("ru", "en"), default="ru")
    parser.set_defaults(command=_import)


def _analyze_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("analyze", help="compute the product metrics of a visit export")
    parser.add_argument("file", type=Path)
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="YYYY-MM-DD; the newest visit by default")
    parser.add_argument(
        "--decision",
        nargs=2,
        action=_Decision,
        default=[],
        metavar=("DATE", "TEXT"),
        help="mark a decision on the line of LTV; may be given several times",
    )
    parser.add_argument("--mapping", type=_mapping, default="{}", help="as of import")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all tables")
    parser.add_argument("--charts", type=Path, metavar="FOLDER", help="draw every chart there is")
    parser.add_argument("--language", choices=("ru", "en"), default="ru")
    parser.set_defaults(command=_analyze)


class _Decision(argparse.Action):
    """Collects pairs of a date and a text."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        day, text = values
        try:
            decision = (_day(day), text)
        except argparse.ArgumentTypeError as error:
            parser.error(f"{option_string}: {error}")
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), decision])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date like 2026-03-15: {text}") from None


def _mapping(text: str) -> "UploadAnswers":
    from spreadsheets.mapping import UploadAnswers

    try:
        return UploadAnswers.from_json(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise argparse.ArgumentTypeError(f"not a mapping: {error}") from None


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise argparse.ArgumentTypeError(f"not a number: {text}")
    return number


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    # What is made until the bot is ready lives as long as it does. Searching it for garbage takes a quarter
    # of a second, again and again during the imports, and later in the middle of people's answers.
    gc.disable()
    from handlers.transport.logs import configure_logging

    configure_logging(settings.log_level)
    asyncio.run(_run_role(options.role, settings))
    return 0


async def _run_role(role: str, settings: Settings) -> None:
    """Build the parts of a process, run its role until a signal, close what was opened."""
    from handlers.transport import lifecycle

    async with AsyncExitStack() as opened:
        parts = await _build(role, settings, opened)
        gc.freeze()
        gc.enable()
        await {"run": lifecycle.run, "ingest": lifecycle.ingest, "work": lifecycle.work}[role](parts)


async def _build(role: str, settings: Settings, opened: AsyncExitStack) -> "Parts":
    from random import SystemRandom
    from uuid import uuid4

    from charts.worker import ChartWorker
    from datasets.reckoner import Reckoner
    from files.child import FileReader
    from handlers.console import FROM_DISK, PATIENT
    from handlers.dispatcher import build_dispatcher
    from handlers.parked import parked_words
    from handlers.reminders.sender import Awaited, Sender
    from handlers.results.analysis.job import Analyst
    from handlers.results.analysis.orders import ANALYSIS
    from handlers.results.pictures import PICTURE, Drawer
    from handlers.results.workbooks import WORKBOOK, PlanSender
    from handlers.transport import processing
    from handlers.transport.chats import StoredChats
    from handlers.transport.health import Health
    from handlers.transport.lifecycle import Parts
    from handlers.transport.meters import Meters
    from handlers.transport.polling import Poller
    from handlers.transport.state import ConversationState
    from handlers.upload.fetching import MEGABYTE, TELEGRAM_LIMIT, Fetcher
    from handlers.upload.google import GoogleSheets
    from handlers.upload.job import Files
    from handlers.upload.orders import FILE
    from handlers.upload.recent import RecentFiles
    from locales.texts import Texts
    from services.reminders.due import DueReminders
    from storage.clock import SystemClock
    from storage.queue import open_queue
    from storage.repositories.deliveries import Deliveries

    clock, meters, texts = SystemClock(), Meters(), Texts.load()
    limit = settings.document_limit * MEGABYTE
    reader = FileReader(FROM_DISK, PATIENT) if limit > TELEGRAM_LIMIT else FileReader()
    worker, reckoner = ChartWorker(), Reckoner()
    if role != "ingest":
        for process in (worker, reader, reckoner):
            opened.push_async_callback(process.close)
        warming = asyncio.create_task(_warm(worker, reader, reckoner))
        opened.callback(warming.cancel)
    database = await opened.enter_async_context(_database(settings))
    if role != "ingest":
        await _open_vault(database, settings)
    queue = open_queue(database, clock=clock)
    chats = await StoredChats.load(database, clock)
    bot = await _open_bot(settings, opened)
    _pace(bot, chats, clock, meters)
    awaited = Awaited()
    dispatcher = build_dispatcher(
        ConversationState(database), texts, clock, queue, awaited, document_limit=limit
    )
    due = DueReminders(Deliveries(database, clock, me=uuid4().hex), clock)
    drawer = Drawer(bot, texts, clock, worker)
    fetcher = Fetcher(bot, GoogleSheets(limit))
    files = Files(bot, texts, clock, queue, reader, fetcher, RecentFiles(), limit)
    plan_sender = PlanSender(bot, texts, clock, reader)
    analyst = Analyst(bot, texts, clock, reckoner, worker)
    allowed = processing.wanted_updates(dispatcher)
    source: Poller | Webhook
    if settings.webhook_url:
        source = _webhook(settings, bot, queue, allowed, clock)
    else:
        source = Poller(bot, queue, allowed_updates=allowed, clock=clock, chance=SystemRandom())
    return Parts(
        bot=bot,
        dispatcher=dispatcher,
        queue=queue,
        source=source,
        handlers={
            processing.KIND: processing.update_handler(
                dispatcher, bot, chats=chats, clock=clock, meter=meters
            ),
            PICTURE: meters.timed(PICTURE, processing.job_handler(drawer)),
            WORKBOOK: meters.timed(WORKBOOK, processing.job_handler(plan_sender)),
            FILE: meters.timed(FILE, processing.job_handler(files)),
            ANALYSIS: meters.timed(ANALYSIS, processing.job_handler(analyst)),
        },
        on_parked=processing.parked_notice(bot, parked_words(database, texts, clock)),
        health=Health(
            database,
            queue,
            meters,
            poll_age=lambda: source.poll_age if isinstance(source, Poller) else None,
            host="127.0.0.1",
            port=settings.health_port,
        ),
        reminders=Sender(bot, texts, due, clock, awaited),
    )


async def _warm(*workers: "Worker") -> None:
    """Start the processes one after another: all at once they would delay the bot itself."""
    for worker in workers:
        await worker.start()


async def _open_vault(database: "Database", settings: Settings) -> None:
    """Have the uploads opened with the operator's key; without the right one the bot does not start."""
    from storage.keys.data_key import DataKeyError, open_vault

    given = settings.data_key.get_secret_value() if settings.data_key else None
    try:
        await open_vault(database, given, settings.data_key_file)
    except DataKeyError as error:
        raise SystemExit(str(error)) from None


async def _open_bot(settings: Settings, opened: AsyncExitStack) -> "Bot":
    """The bot on Telegram, on another Bot API server, or, without a token, on the simulator."""
    from aiogram import Bot
    from aiogram.client.default import DefaultBotProperties
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.enums import ParseMode

    address, token = settings.bot_api_url, settings.bot_token
    if token is None:
        address = await _start_simulator(settings, opened)
    server = TelegramAPIServer.from_base(address.rstrip("/"), is_local=settings.bot_api_local)
    session = AiohttpSession(api=server)
    bot = Bot(
        token.get_secret_value() if token else SIMULATOR_TOKEN,
        session=session,
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
    opened.push_async_callback(session.close)
    return bot


async def _start_simulator(settings: Settings, opened: AsyncExitStack) -> str:
    from simulator.core import Simulator
    from simulator.server import start

    simulator = Simulator()
    account = simulator.add_bot(SIMULATOR_TOKEN, username="clinic_pulse_bot", first_name="Пульс клиники")
    # The database remembers the numbers of updates it has seen, so those of an earlier start are used up.
    account.updates.begin_at(int(time.time()))
    simulator.add_user("Ольга", language_code="ru")
    simulator.add_user("Kate", language_code="en")
    server = await start(simulator, host=settings.simulator_host, port=settings.simulator_port)
    opened.push_async_callback(server.stop)
    page = server.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - an address to open, not to bind
    print(f"No BOT_TOKEN is set. Open the chat page: {page}", flush=True)
    return server.url


def _pace(bot: "Bot", chats: "StoredChats", clock: "Clock", meters: "Meters") -> None:
    from random import SystemRandom

    from handlers.transport.gate import Gate
    from handlers.transport.pacing import Pacer
    from handlers.transport.text_limits import LongTexts

    gate = Gate(pacer=Pacer(clock), chats=chats, clock=clock, chance=SystemRandom(), meter=meters)
    bot.session.middleware(LongTexts())
    bot.session.middleware(gate)


def _webhook(
    settings: Settings, bot: "Bot", queue: "Queue", allowed: Sequence[str], clock: "Clock"
) -> "Webhook":
    from urllib.parse import urlsplit

    from handlers.transport.webhook import Webhook, WebhookAddress

    url = settings.webhook_url or ""
    if settings.webhook_secret is None:
        raise SystemExit("WEBHOOK_URL needs a WEBHOOK_SECRET: any long random word")
    address = WebhookAddress(
        url=url,
        path=urlsplit(url).path or "/",
        host=settings.webhook_host,
        port=settings.webhook_port,
    )
    secret = settings.webhook_secret.get_secret_value()
    return Webhook(bot, queue, address=address, secret=secret, allowed_updates=allowed, clock=clock)


def _forecast(options: argparse.Namespace, _: Settings) -> int:
    from handlers.console import NothingToDrawError, print_forecast
    from metrics.funnel import FiguresError

    try:
        print_forecast(options)
    except NothingToDrawError as error:
        return _refuse(error)
    except FiguresError as error:
        for found in error.contradictions:
            print(f"{found.reason}: {float(found.left):g}, {float(found.right):g}", file=sys.stderr)
        return 2
    return 0


def _import(options: argparse.Namespace, _: Settings) -> int:
    from handlers.console import print_import

    return print_import(options)


def _template(options: argparse.Namespace, _: Settings) -> int:
    from handlers.console import write_template_to

    write_template_to(options)
    return 0


def _analyze(options: argparse.Namespace, _: Settings) -> int:
    from handlers.product.console import print_analysis

    return print_analysis(options)


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    async def migrate() -> None:
        async with _database(settings):
            pass

    asyncio.run(migrate())
    print("The database is up to date.")
    return 0


@asynccontextmanager
async def _database(settings: Settings) -> "AsyncIterator[Database]":
    """The database, brought up to date; closed afterwards."""
    from storage.clock import SystemClock
    from storage.database import Database

    database = await Database.open(settings.database_url.get_secret_value(), clock=SystemClock())
    try:
        yield database
    finally:
        await database.close()


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from storage.sqlite.backup import NotWithPostgresError, backup

    async def copy() -> None:
        async with _database(settings) as database:
            await backup(database, options.file)

    try:
        asyncio.run(copy())
    except NotWithPostgresError as error:
        return _refuse(error)
    print(f"Copied to {options.file}")
    return 0


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from storage.clock import SystemClock
    from storage.database import DatabaseDamagedError, DatabaseTooNewError
    from storage.sqlite.backup import DatabaseInUseError, NotABackupError, NotWithPostgresError, restore

    try:
        url = settings.database_url.get_secret_value()
        kept = asyncio.run(restore(url, options.file, clock=SystemClock()))
    except (
        DatabaseDamagedError,
        DatabaseInUseError,
        DatabaseTooNewError,
        FileNotFoundError,
        NotABackupError,
        NotWithPostgresError,
    ) as error:
        return _refuse(error)
    print("Restored." + (f" What was there before is kept in {kept}" if kept else ""))
    return 0


def _rotate_key(options: argparse.Namespace, settings: Settings) -> int:
    from storage.clock import SystemClock
    from storage.keys.data_key import DataKeyError
    from storage.keys.rotation import give_up, rotate

    given = settings.data_key.get_secret_value() if settings.data_key else None

    async def change() -> str:
        async with _database(settings) as database:
            if options.lost:
                return f"Uploads removed: {await give_up(database, given, settings.data_key_file)}."
            done = await rotate(database, given, settings.data_key_file, options.into, SystemClock())
        kept = f" The old one opens older backups, delete it with them: {done.old}" if done.old else ""
        return f"Clinics: {done.clinics}. The new key is in {done.new}.{kept}"

    try:
        print(asyncio.run(change()))
    except DataKeyError as error:
        return _refuse(error)
    return 0


def _parked(options: argparse.Namespace, settings: Settings) -> int:
    from storage.clock import SystemClock
    from storage.queue import open_queue

    async def parked() -> None:
        async with _database(settings) as database:
            queue = open_queue(database, clock=SystemClock())
            if options.retry:
                print(f"Queued again: {await queue.retry_parked()}")
                return
            given_up = await queue.parked()
            for record in given_up:
                when = f"{record.parked_at:%Y-%m-%d %H:%M:%S}"
                print(f"{when}  {record.task.key}  {record.attempts} attempts  {record.error}")
            if not given_up:
                print("Nothing is parked.")

    asyncio.run(parked())
    return 0


def _refuse(error: Exception) -> int:
    print(error, file=sys.stderr)
    return 2


def _health(_: argparse.Namespace, settings: Settings) -> int:
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"http://127.0.0.1:{settings.health_port}/healthz", timeout=5) as answer:
            print(answer.read().decode())
    except URLError as error:
        print(f"not well: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
