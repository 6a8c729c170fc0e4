"""The processes of the real bot, which are ended and started again."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Protocol

ROOT = Path(__file__).parent.parent
LOG = os.environ.get("TORTURE_LOG", os.devnull)
"""Where the bot writes what it logs."""

Environment = Mapping[str, str]


class Process(Protocol):
    """One process of the bot."""

    @property
    def pid(self) -> int: ...

    def ended(self) -> bool: ...


Start = Callable[[str, Environment], Process]
"""Starts the bot in a role with its settings in the environment."""


class CommandProcess:
    """`python bot.py <role>`, as an operator starts it."""

    def __init__(self, role: str, environment: Environment) -> None:
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        with Path(LOG).open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, the program from here
                [sys.executable, "bot.py", role],
                cwd=ROOT,
                env={**inherited, **environment},
                stdout=log,
                stderr=log,
            )
        self.pid = self._process.pid

    def ended(self) -> bool:
        return self._process.poll() is not None


class ForkedProcess:
    """The same, forked from a process that has imported everything: ready seconds sooner."""

    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload(
        [
            "bot",
            "composition",
            "storage.queue.embedded",
            "storage.queue.postgres",
        ]
    )

    def __init__(self, role: str, environment: Environment, *, program: str = "bot") -> None:
        self._process: ForkServerProcess = self._context.Process(
            target=_run_forked, args=(program, role, dict(environment)), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def ended(self) -> bool:
        return not self._process.is_alive()


def _run_forked(program: str, role: str, environment: Environment) -> None:
    os.chdir(ROOT)
    os.environ.update(environment)
    with Path(LOG).open("ab") as log:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(log.fileno(), stream.fileno())
    sys.exit(import_module(program).main([role]))


class Processes:
    """All processes of the bot; one that ends is started again."""

    def __init__(self, start: Start, roles: Sequence[str], environment: Environment, chance: Random) -> None:
        self._start = start
        self._roles = roles
        self._environment = environment
        self._chance = chance
        self._processes = [start(role, environment) for role in roles]

    async def end_one(self, number: signal.Signals) -> float:
        """Send a signal to one process, start it again when it has ended; returns how long it took to end."""
        place = self._chance.randrange(len(self._roles))
        seconds = await end(self._processes[place], number)
        self._processes[place] = self._start(self._roles[place], self._environment)
        return seconds

    async def end_all(self) -> None:
        """Stop the bot as an operator would."""
        await asyncio.gather(*(end(process, signal.SIGTERM) for process in self._processes))


async def end(process: Process, number: signal.Signals) -> float:
    """Send a process a signal, wait until it has ended; returns how many seconds that took."""
    loop = asyncio.get_running_loop()
    before = loop.time()
    if not process.ended():
        os.kill(process.pid, number)
    while not process.ended():  # noqa: ASYNC110 (only the system knows)
        await asyncio.sleep(0.002)
    return loop.time() - before
