"""The life of a process: what runs in which role, and a stop that loses nothing.

SIGTERM or SIGINT: no new updates are taken in, running handlers get a moment to finish, what is left waits in
the queue for the next start. Anything that fails for good stops the rest the same way.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

from operator_error import OperatorError
from storage.queue import OnParked, Queue, TaskHandler

log = structlog.stdlib.get_logger(__name__)

# Of the 10 s a stop may take: closing connections needs the rest.
FINISHING_SECONDS = 7.0


class TokenRefusedError(OperatorError):
    """Telegram answers that there is no such bot."""


class UpdateSource(Protocol):
    """Where updates come from, or anything else that runs until it is cancelled."""

    async def run(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the roles are made of; bot.py builds them and closes what it opened afterwards."""

    bot: Bot
    dispatcher: Dispatcher
    queue: Queue
    source: UpdateSource
    handlers: Mapping[str, TaskHandler]
    on_parked: OnParked
    health: UpdateSource
    reminders: UpdateSource


async def run(parts: Parts) -> None:
    """Take updates in and handle them, in one process, until a signal."""
    await _serve(parts, taking_in=True, handling=True)


async def ingest(parts: Parts) -> None:
    """Only take updates in: one process per token when polling, any number behind a webhook."""
    await _serve(parts, taking_in=True, handling=False)


async def work(parts: Parts) -> None:
    """Only handle what is in the queue: any number of processes on PostgreSQL."""
    await _serve(parts, taking_in=False, handling=True)


async def _serve(parts: Parts, *, taking_in: bool, handling: bool) -> None:
    stop = asyncio.Event()
    with _signals_set(stop):
        running = [asyncio.create_task(stop.wait()), asyncio.create_task(parts.health.run())]
        if taking_in:
            running.append(asyncio.create_task(parts.source.run()))
        if handling:
            running.append(asyncio.create_task(_start_up(parts)))
            running.append(asyncio.create_task(parts.reminders.run()))
            running.append(asyncio.create_task(_work_off(parts)))
        try:
            ended, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _stop(parts, running, handling=handling)
        try:
            for task in ended:
                task.result()
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefusedError(
                "Telegram does not know the bot of BOT_TOKEN: it was mistyped or revoked. @BotFather shows "
                "the valid one (/mybots, API Token)."
            ) from None


async def _start_up(parts: Parts) -> None:
    """What the dispatcher does once; updates do not wait for it. Ends early only if it fails."""
    await parts.dispatcher.emit_startup(**_for_startup(parts))
    await asyncio.get_running_loop().create_future()


async def _work_off(parts: Parts) -> None:
    await parts.queue.run(parts.handlers, on_parked=parts.on_parked)


async def _stop(parts: Parts, running: Sequence[asyncio.Task[Any]], *, handling: bool) -> None:
    """End everything that runs; the handlers under way are given their moment."""
    log.info("stopping")
    *others, last = running
    for task in others if handling else running:
        task.cancel()
    if handling:
        await parts.queue.stop(FINISHING_SECONDS)
        await asyncio.wait([last])
    await asyncio.gather(*running, return_exceptions=True)
    if handling:
        await parts.dispatcher.emit_shutdown(**_for_startup(parts))
    log.info("stopped")


def _for_startup(parts: Parts) -> dict[str, Any]:
    return {"dispatcher": parts.dispatcher, **parts.dispatcher.workflow_data, "bot": parts.bot}


@contextmanager
def _signals_set(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
