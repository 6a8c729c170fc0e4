"""The real program, `python bot.py run`, as a process of its own on a simulated Telegram."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.people import TOKEN
from simulator.core import Simulator
from simulator.media import UploadedFiles
from simulator.refusal import JsonObject

ROOT = Path(__file__).parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class WatchedTelegram(Simulator):
    """A simulated Telegram that notices when the bot asks for updates and how often it calls what."""

    def __init__(self) -> None:
        super().__init__()
        self.account = self.add_bot(TOKEN, "clinic_pulse_bot", "Пульс клиники")
        self.polled = asyncio.Event()
        self.calls: dict[str, int] = {}

    async def call(
        self, token: str, method: str, parameters: Mapping[str, Any], uploads: UploadedFiles
    ) -> tuple[int, JsonObject]:
        self.calls[method] = self.calls.get(method, 0) + 1
        if method == "getUpdates":
            self.polled.set()
        return await super().call(token, method, parameters, uploads)


@asynccontextmanager
async def running(address: str, folder: Path, database: str = "") -> AsyncIterator[Process]:
    """The bot on the Bot API at `address`; stopped as an operator would.

    database: its address, by default a file in `folder`.
    """
    settings = _settings(address, folder)
    if database:
        settings |= {"DATABASE_URL": database, "DATA_KEY_FILE": str(folder / "key")}
    process = await python("bot.py", "run", **settings)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def python(*arguments: str, **environment: str) -> Process:
    """Python as an installation runs it: what was compiled once is read from there the next time."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=PIPE, env={**inherited, **environment}
    )


def _settings(address: str, folder: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": address,
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "HEALTH_PORT": "0",
        "LOG_LEVEL": "WARNING",
        "WEBHOOK_URL": "",
    }


def cpu_seconds(process_id: int) -> float:
    """Processor time a process has used, its children not counted."""
    user, system = _stat(process_id)[11:13]
    return (int(user) + int(system)) / _TICKS


def children(process_id: int) -> list[int]:
    """The processes a process has started: the bot's draw charts."""
    return [int(child) for child in _read(f"/proc/{process_id}/task/{process_id}/children").split()]


def busy_seconds() -> float:
    """Processor time used by everybody on this machine, of all its cores together."""
    user, nice, system, _, _, interrupts, soft_interrupts, stolen = map(int, _read("/proc/stat").split()[1:9])
    return (user + nice + system + interrupts + soft_interrupts + stolen) / _TICKS


def resident_bytes(process_id: int) -> int:
    """Memory of a process that is in RAM."""
    return int(_stat(process_id)[21]) * _PAGE


def _stat(process_id: int) -> list[str]:
    """The fields of /proc/<id>/stat after the program's name."""
    return _read(f"/proc/{process_id}/stat").rpartition(")")[2].split()


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")
