"""The command line of Clinic Pulse.

Every command imports only what it needs: a health check or a forecast for a script does not wait for the
messenger's libraries.
"""

import argparse
import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from operator_error import OperatorError
from settings import BotSettings, read_settings

if TYPE_CHECKING:
    from reports.results import Plan
    from spreadsheets.mapping import UploadAnswers
    from storage.database import Database


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, BotSettings], int] = options.command
    try:
        return command(options, read_settings())
    except OperatorError as error:
        return _refuse(error)


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
    _report_parser(commands)
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
    doctor = commands.add_parser("doctor", help="look at everything a start needs, and say what to mend")
    doctor.set_defaults(command=_doctor)
    stats = commands.add_parser("stats", help="count people, clinics, uploads and open windows")
    stats.set_defaults(command=_stats)
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
    parser.add_argument(
        "--answers",
        type=_answers,
        dest="mapping",
        metavar="FILE",
        help="JSON of answers, as --mapping takes it",
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


def _report_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("report", help="write the report of a visit export: pages, slides, workbook")
    parser.add_argument("file", type=Path)
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="YYYY-MM-DD; the newest visit by default")
    parser.add_argument("--kind", choices=("year", "month"), default="year")
    parser.add_argument(
        "--plan",
        type=_plan,
        metavar="JSON",
        help="yearly figures by the names of forecast and the year to plan for: "
        '\'{"prev": 1850, "patients": 2000, "new": 575, "referrals": 462, "year": 2027}\'',
    )
    parser.add_argument(
        "--decision", nargs=2, action=_Decision, default=[], metavar=("DATE", "TEXT"), help="as of analyze"
    )
    parser.add_argument("--clinic", default="", metavar="NAME", help="the name on the cover")
    parser.add_argument("--logo", type=Path, metavar="FILE", help="a PNG or JPEG in place of the bot's mark")
    parser.add_argument("--mapping", type=_mapping, default="{}", help="as of import")
    for form in ("pdf", "pptx", "xlsx"):
        parser.add_argument(f"--{form}", type=Path, metavar="FILE")
    parser.add_argument("--language", choices=("ru", "en"), default="ru")
    parser.set_defaults(command=_report)


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


def _plan(text: str) -> "Plan":
    from handlers.product.report_console import plan_of
    from metrics.funnel import FiguresError

    try:
        return plan_of(text)
    except (ValueError, FiguresError) as error:
        raise argparse.ArgumentTypeError(f"not a plan: {error}") from None


def _answers(path: str) -> "UploadAnswers":
    try:
        return _mapping(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"cannot read {path}: {error}") from None


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


def _serve(options: argparse.Namespace, settings: BotSettings) -> int:
    # What is made until the bot is ready lives as long as it does. Searching it for garbage takes a quarter
    # of a second, again and again during the imports, and later in the middle of people's answers.
    gc.disable()
    from handlers.transport.logs import configure_logging

    configure_logging(settings.log_level)
    try:
        asyncio.run(_run_role(options.role, settings))
    finally:
        gc.enable()
    return 0


async def _run_role(role: str, settings: BotSettings) -> None:
    """Build the parts of a process, run its role until a signal, close what was opened."""
    from composition import opened, simulated
    from handlers.transport import lifecycle

    async with AsyncExitStack() as stack:
        if settings.bot_token is None:
            settings = await stack.enter_async_context(simulated(settings))
            page = settings.bot_api_url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - to open, not to bind
            print(f"No BOT_TOKEN is set. Open the chat page: {page}", flush=True)
        parts = await stack.enter_async_context(opened(role, settings))
        gc.freeze()
        gc.enable()
        await {"run": lifecycle.run, "ingest": lifecycle.ingest, "work": lifecycle.work}[role](parts)


def _forecast(options: argparse.Namespace, _: BotSettings) -> int:
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


def _import(options: argparse.Namespace, _: BotSettings) -> int:
    from handlers.console import print_import

    return print_import(options)


def _template(options: argparse.Namespace, _: BotSettings) -> int:
    from handlers.console import write_template_to

    write_template_to(options)
    return 0


def _analyze(options: argparse.Namespace, _: BotSettings) -> int:
    from handlers.product.console import print_analysis

    return print_analysis(options)


def _report(options: argparse.Namespace, _: BotSettings) -> int:
    if not (options.pdf or options.pptx or options.xlsx):
        print("Say where to write the report: --pdf, --pptx or --xlsx FILE.", file=sys.stderr)
        return 2
    from handlers.product.report_console import write_report

    return write_report(options)


def _migrate(_: argparse.Namespace, settings: BotSettings) -> int:
    async def migrate() -> None:
        async with _database(settings, create=True):
            pass

    asyncio.run(migrate())
    print("The database is up to date.")
    return 0


@asynccontextmanager
async def _database(settings: BotSettings, *, create: bool = False) -> "AsyncIterator[Database]":
    """The database, brought up to date; closed afterwards. Only where told to is a new one made."""
    from clock import SystemClock
    from storage.database import Database

    url = settings.database_url.get_secret_value()
    database = await Database.open(url, clock=SystemClock(), create=create)
    try:
        yield database
    finally:
        await database.close()


def _backup(options: argparse.Namespace, settings: BotSettings) -> int:
    from storage.database import parse_url
    from storage.keys.data_key import key_file_of, next_to
    from storage.sqlite.backup import backup

    url = settings.database_url.get_secret_value()
    key = settings.data_key_file or key_file_of(parse_url(url))
    asyncio.run(backup(url, options.file, keys=(key, next_to(key))))
    print(f"Copied to {options.file}")
    return 0


def _restore(options: argparse.Namespace, settings: BotSettings) -> int:
    from clock import SystemClock
    from storage.sqlite.backup import restore

    url = settings.database_url.get_secret_value()
    kept = asyncio.run(restore(url, options.file, clock=SystemClock()))
    print("Restored." + (f" What was there before is kept in {kept}" if kept else ""))
    return 0


def _rotate_key(options: argparse.Namespace, settings: BotSettings) -> int:
    from clock import SystemClock
    from storage.keys.rotation import give_up, rotate

    given = settings.data_key.get_secret_value() if settings.data_key else None

    async def change() -> str:
        async with _database(settings) as database:
            if options.lost:
                return f"Uploads removed: {await give_up(database, given, settings.data_key_file)}."
            done = await rotate(database, given, settings.data_key_file, options.into, SystemClock())
        kept = f" The old one opens older backups, delete it with them: {done.old}" if done.old else ""
        return f"Clinics: {done.clinics}. The new key is in {done.new}.{kept}"

    print(asyncio.run(change()))
    return 0


def _parked(options: argparse.Namespace, settings: BotSettings) -> int:
    from clock import SystemClock
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


def _doctor(_: argparse.Namespace, settings: BotSettings) -> int:
    from checkup import checkup

    findings = asyncio.run(checkup(settings))
    for finding in findings:
        print(f"{'ok  ' if finding.is_well else 'MEND'}  {finding.subject}: {finding.said}")
    return 0 if all(finding.is_well for finding in findings) else 2


def _stats(_: argparse.Namespace, settings: BotSettings) -> int:
    from services.usage import usage

    async def counted() -> None:
        async with _database(settings) as database:
            found = await usage(database)
        print(f"People: {found.people}. Clinics: {found.clinics}.")
        print(f"Uploads: {found.uploads}, of them undone: {found.undone}.")
        for window, chats in found.windows.items():
            print(f"{chats:6}  {window}")

    asyncio.run(counted())
    return 0


def _refuse(error: Exception) -> int:
    print(error, file=sys.stderr)
    return 2


def _health(_: argparse.Namespace, settings: BotSettings) -> int:
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
