"""Polling: nothing is acknowledged before it is committed, and every error is waited out."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, TelegramMethod
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from clock import SystemClock
from handlers.transport.health import OLDEST_POLL
from handlers.transport.meters import Meters
from handlers.transport.polling import LONG_POLL, GetRawUpdates, Poller
from simulator.core import Simulator
from simulator.session import SimulatorSession
from tests.handlers.transport.memory_queue import MemoryQueue
from tests.handlers.transport.rushing_clock import RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, Answer, ScriptedSession
from tests.handlers.transport.waiting import until


def updates(*numbers: int) -> list[dict[str, Any]]:
    return [
        {"update_id": number, "message": {"chat": {"id": 7}, "a field of tomorrow": [number]}}
        for number in numbers
    ]


class Polled:
    """A poller against scripted answers to getUpdates; ends when the script does."""

    def __init__(self, *answers: Answer | Callable[[], Answer]) -> None:
        self.clock = RushingClock()
        self.queue = MemoryQueue()
        self.meters = Meters()
        self._script = list(answers)
        self.session = ScriptedSession(self.clock, self._answer)
        self.poller = Poller(
            Bot(TOKEN, session=self.session),
            self.queue,  # type: ignore[arg-type]  # a poller only puts
            allowed_updates=["message"],
            clock=self.clock,
            chance=Random(1),
            meter=self.meters,
        )

    def _answer(self, method: TelegramMethod[Any]) -> Answer:
        if method.__api_method__ == "deleteWebhook":
            return True
        if not self._script:
            raise asyncio.CancelledError
        answer = self._script.pop(0)
        return answer() if callable(answer) else answer

    async def run(self) -> None:
        with pytest.raises(asyncio.CancelledError):
            await self.poller.run()

    @property
    def offsets(self) -> list[int | None]:
        return [call.offset for _, call in self.session.calls if isinstance(call, GetRawUpdates)]


async def test_the_webhook_is_dropped_first_and_its_waiting_updates_are_kept() -> None:
    polled = Polled()
    await polled.run()
    first, second = (call for _, call in polled.session.calls)
    assert (first.__api_method__, first.model_dump()["drop_pending_updates"]) == ("deleteWebhook", False)
    assert second.model_dump() == {
        "offset": None, "limit": 100, "timeout": LONG_POLL, "allowed_updates": ["message"],
    }  # fmt: skip


async def test_a_batch_is_acknowledged_only_by_the_poll_after_its_commit() -> None:
    polled = Polled(updates(5, 6), updates(7), [])
    await polled.run()
    assert polled.queue.keys == ["update:5", "update:6", "update:7"]
    # After an empty answer everything is acknowledged; numbers may start anew below the last one.
    assert polled.offsets == [None, 7, 8, None]


async def test_what_could_not_be_committed_is_asked_for_again() -> None:
    polled = Polled(updates(5), updates(6))

    def break_then_mend() -> Answer:
        polled.queue.broken = False
        return updates(6)

    def break_queue() -> Answer:
        polled.queue.broken = True
        return updates(6)

    polled._script = [updates(5), break_queue, break_then_mend]
    await polled.run()
    assert polled.queue.keys == ["update:5", "update:6"]
    assert polled.offsets == [None, 6, 6, 7]


async def test_errors_are_waited_out_ever_longer_up_to_half_a_minute_and_forgotten_after_success() -> None:
    method = GetMe()
    errors = [TelegramServerError(method=method, message="Bad Gateway") for _ in range(8)]
    polled = Polled(*errors, [], TelegramNetworkError(method=method, message="Request timeout error"))
    await polled.run()
    moments = [moment for moment, call in polled.session.calls if isinstance(call, GetRawUpdates)]
    waits = [after - before for before, after in pairwise(moments)]
    longest = [1, 2, 4, 8, 16, 30, 30, 30, 0, 1]
    assert all(most / 2 <= wait <= most for wait, most in zip(waits, longest, strict=True))


async def test_another_program_with_the_token_is_named_in_the_log() -> None:
    conflict = TelegramConflictError(
        method=GetMe(), message="Conflict: terminated by other getUpdates request"
    )
    polled = Polled(conflict)
    with capture_logs() as logs:
        await polled.run()
    assert [(line["log_level"], line["event"]) for line in logs] == [
        ("error", "another program polls or holds a webhook with this token")
    ]


async def test_a_revoked_token_ends_the_poller() -> None:
    polled = Polled(TelegramUnauthorizedError(method=GetMe(), message="Unauthorized"))
    with pytest.raises(TelegramUnauthorizedError):
        await polled.poller.run()


async def test_the_age_of_the_last_answer_is_known() -> None:
    polled = Polled([])
    assert polled.poller.poll_age is None
    await polled.run()
    await polled.clock.sleep(40)
    age = polled.poller.poll_age
    assert age == 40


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (TelegramNetworkError(method=GetMe(), message="unreachable"), "telegram"),
        (TelegramConflictError(method=GetMe(), message="Conflict"), "conflict"),
    ],
)
async def test_whoever_is_never_answered_has_not_polled_since_the_start(failure: Exception, why: str) -> None:
    polled = Polled(*[failure] * 12)
    await polled.run()
    age = polled.poller.poll_age
    assert age is not None
    assert age > OLDEST_POLL
    assert polled.meters.registry.get_sample_value("polls_failed_total", {"why": why}) == 12


async def test_what_is_fetched_and_not_written_down_is_no_poll(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    polled = Polled(*[updates(1)] * 12)
    full = OperationalError("INSERT", None, sqlite3.OperationalError("database or disk is full"))

    async def refuse(_: object) -> None:
        raise full

    monkeypatch.setattr(polled.queue, "put", refuse)
    with capture_logs() as logs:
        await polled.run()
    age = polled.poller.poll_age
    assert age is not None
    assert age > OLDEST_POLL
    assert {line["why"] for line in logs} == {"the disk is full: make room, nothing is lost meanwhile"}


async def test_an_update_without_a_number_is_left_out_and_the_others_are_taken_in() -> None:
    nameless = {"message": {"text": "?"}}
    polled = Polled([*updates(1), nameless, *updates(2)], [])
    with capture_logs() as logs:
        await polled.run()
    assert [task.key for task in polled.queue.tasks] == ["update:1", "update:2"]
    assert [line["update_kind"] for line in logs] == ["message"]


async def test_everything_written_to_a_bot_that_was_away_is_fetched_in_order() -> None:
    simulator = Simulator()
    account = simulator.add_bot(TOKEN, username="pulse_bot", first_name="Pulse")
    chat = simulator.chat(account, simulator.add_user("Ольга"))
    queue = MemoryQueue()
    poller = Poller(
        Bot(TOKEN, session=SimulatorSession(simulator)),
        queue,  # type: ignore[arg-type]
        allowed_updates=["message"],
        clock=SystemClock(),
        chance=Random(1),
        meter=Meters(),
    )
    for number in range(250):
        chat.send_text(str(number))
    polling = asyncio.create_task(poller.run())
    await until(lambda: not len(account.updates))
    chat.send_text("250")
    await until(lambda: not len(account.updates))
    polling.cancel()
    texts = [json.loads(task.payload)["update"]["message"]["text"] for task in queue.tasks]
    assert texts == [str(number) for number in range(251)]
