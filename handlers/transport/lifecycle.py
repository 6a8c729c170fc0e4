"""The life of a process: what runs in which role, and a stop that loses nothing.

SIGTERM or SIGINT: no new updates are taken in, running handlers get a moment to finish, what is left waits in
the queue for the next start. Anything that fails for good stops the rest the same way.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from aiogram import Bot, Dispatcher

from storage.clock import Clock
from storage.queue import Handler, Queue, Task
from storage.unit_of_work import UnitOfWork

log = structlog.stdlib.get_logger(__name__)

# Of the 10 s a stop may take: closing connections needs the rest.
FINISHING_SECONDS = 8.0

OnParked = Callable[[Task, BaseException, UnitOfWork], Awaitable[None]]


class Source(Protocol):
    """Where updates come from, or anything else that runs until it is cancelled."""

    async def run(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the roles are made of; bot.py builds them and closes what it opened afterwards."""

    bot: Bot
    dispatcher: Dispatcher
    queue: Queue
    source: Source
    handlers: Mapping[str, Handler]
    on_parked: OnParked
    health: Source


async def run(parts: Parts) -> None:
    """Take updates in and handle them, in one process, until a signal."""
    async with _conversations(parts), _working(parts) as work:
        await _until_stopped(parts.source.run(), parts.health.run(), work)


async def ingest(parts: Parts) -> None:
    """Only take updates in; one process per token does this when polling, any number behind a webhook."""
    await _until_stopped(parts.source.run(), parts.health.run())


async def work(parts: Parts) -> None:
    """Only handle what is in the queue; any number of processes on PostgreSQL."""
    ...
