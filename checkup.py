"""`bot.py doctor`: looks at everything a start needs, changes nothing, and says what to mend."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_NOFILE, RLIMIT_NPROC, getrlimit
from typing import Final

import psycopg
from sqlalchemy import URL

from operator_error import OperatorError
from settings import TELEGRAM, BotSettings
from storage import migrations
from storage.database import (
    check_integrity,
    named_sqlite,
    parse_url,
    refuse_newer,
    sqlite_path,
    sqlite_revision,
)
from storage.keys.data_key import decoded, key_file_of, read_key, usable

GIGABYTE: Final = 1 << 30
_LEAST_DISK: Final = 1 * GIGABYTE
_LEAST_MEMORY: Final = 1 * GIGABYTE
_LEAST_FILES: Final = 512
_LEAST_PROCESSES: Final = 64
_MOST_SECONDS_OFF: Final = 30
_PATIENCE: Final = 10


@dataclass(frozen=True, slots=True)
class CheckupFinding:
    """What was looked at, how it is, and whether the bot can live with it."""

    subject: str
    said: str
    is_well: bool


async def checkup(settings: BotSettings) -> list[CheckupFinding]:
    """Look at everything; what cannot be looked at is a finding too."""
    findings = [CheckupFinding("settings", "all of them fit", is_well=True)]
    looks: dict[str, Callable[[], Awaitable[str]]] = {
        "database": lambda: asyncio.to_thread(_database, settings),
        "key": lambda: asyncio.to_thread(_key, settings),
        "disk": lambda: asyncio.to_thread(_disk, settings),
        "telegram": lambda: _telegram(settings),
        "clock": lambda: _clock(settings),
        "fonts": lambda: asyncio.to_thread(_fonts),
        "limits": lambda: asyncio.to_thread(_limits),
    }
    for subject, look in looks.items():
        try:
            findings.append(CheckupFinding(subject, await look(), is_well=True))
        except OperatorError as error:
            findings.append(CheckupFinding(subject, str(error), is_well=False))
    return findings


def _database(settings: BotSettings) -> str:
    url = parse_url(settings.database_url.get_secret_value())
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    path = sqlite_path(url)
    if not path.exists():
        return f"{path} is made at the first start"
    with named_sqlite(path):
        check_integrity(path)
        revision = sqlite_revision(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    return f"{path} is whole and can be written, {_revision(revision)}"


def _postgresql(url: URL) -> str:
    address = url.set(drivername="postgresql")
    try:
        with psycopg.connect(
            address.render_as_string(hide_password=False), connect_timeout=_PATIENCE
        ) as connection:
            known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
            found = (
                connection.execute("SELECT version_num FROM alembic_version") if known and known[0] else None
            )
            row = found.fetchone() if found else None
    except psycopg.Error as error:
        said = str(error).strip().partition("\n")[0]
        raise OperatorError(f"PostgreSQL does not serve {address.render_as_string()}: {said}") from None
    return f"PostgreSQL serves it, {_revision(str(row[0]) if row else None)}"


def _revision(revision: str | None) -> str:
    refuse_newer(revision)
    if revision == migrations.HEAD:
        return f"up to date ({revision})"
    return (
        f"to be brought from {revision or 'nothing'} to {migrations.HEAD} at the next start: copy it before"
    )


def _key(settings: BotSettings) -> str:
    if settings.data_key is not None:
        decoded(settings.data_key.get_secret_value())
        return "in DATA_KEY"
    place = settings.data_key_file or key_file_of(parse_url(settings.database_url.get_secret_value()))
    if not place.exists():
        return f"{place} is made at the first start; keep a copy of it apart from the database"
    with usable(place):
        read_key(place)
    return f"{place}; keep a copy of it apart from the database"


def _disk(settings: BotSettings) -> str:
    url = parse_url(settings.database_url.get_secret_value())
    folder = Path("data") if url.get_backend_name() == "postgresql" else sqlite_path(url).parent
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        raise OperatorError(f"{there} cannot be written by this user: give it the folder.")
    free = shutil.disk_usage(there).free
    if free < _LEAST_DISK:
        raise OperatorError(f"{free / GIGABYTE:.1f} GB free in {there}: make room, at least 1 GB.")
    return f"{free / GIGABYTE:.1f} GB free in {there}"


async def _telegram(settings: BotSettings) -> str:
    from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

    from composition import telegram_bot, telegram_session

    if settings.bot_token is None:
        return "no BOT_TOKEN: the chat page on this machine stands in for it"
    async with telegram_bot(
        settings.bot_token.get_secret_value(), telegram_session(settings)
    ).context() as bot:
        try:
            me = await bot.get_me(request_timeout=_PATIENCE)
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise OperatorError(
                "Telegram does not know the bot of BOT_TOKEN: ask @BotFather for it."
            ) from None
        except TelegramAPIError as error:
            raise OperatorError(
                f"Telegram is out of reach ({type(error).__name__}): check the network, or set BOT_PROXY."
            ) from None
    return f"answers as @{me.username}"


async def _clock(settings: BotSettings) -> str:
    from aiohttp import ClientError, ClientTimeout

    from composition import telegram_session

    session = telegram_session(settings)
    try:
        client = await session.create_session()
        address = settings.bot_api_url if settings.bot_token else TELEGRAM
        async with client.get(
            address, timeout=ClientTimeout(total=_PATIENCE), allow_redirects=False
        ) as answer:
            there = parsedate_to_datetime(answer.headers["Date"])
    except (ClientError, OSError, KeyError, ValueError):
        return "cannot be compared: nobody was reached who tells the time"
    finally:
        await session.close()
    seconds = (datetime.now(UTC) - there).total_seconds()
    if abs(seconds) > _MOST_SECONDS_OFF:
        raise OperatorError(f"It is {seconds:+.0f} s off: reminders come at the wrong time. Turn on NTP.")
    return f"{seconds:+.0f} s off"


def _fonts() -> str:
    if find_spec("font_roboto") is None:
        raise OperatorError("The letters of the charts are not installed: install the program anew.")
    return "the charts have theirs"


def _limits() -> str:
    too_little = list(_too_little())
    if too_little:
        raise OperatorError("; ".join(too_little))
    return f"{_memory() / GIGABYTE:.1f} GB of memory, {os.cpu_count()} processors"


def _too_little() -> Iterator[str]:
    if _memory() < _LEAST_MEMORY:
        yield f"{_memory() / GIGABYTE:.1f} GB of memory: the bot and its processes need 1 GB, better 2"
    for name, limit, least in (
        ("open files (ulimit -n)", RLIMIT_NOFILE, _LEAST_FILES),
        ("processes (ulimit -u)", RLIMIT_NPROC, _LEAST_PROCESSES),
    ):
        allowed = getrlimit(limit)[0]
        if allowed != RLIM_INFINITY and allowed < least:
            yield f"{allowed} {name}: allow {least}"


def _memory() -> int:
    """Bytes this process may take: of its container, or of the machine."""
    bound = Path("/sys/fs/cgroup/memory.max")
    text = bound.read_text().strip() if bound.exists() else "max"
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(machine, int(text)) if text.isdecimal() else machine
