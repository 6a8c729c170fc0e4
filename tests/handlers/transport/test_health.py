"""What the operator is told of a process."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import cast

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer, unused_port
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from handlers.transport.health import OLDEST_POLL, OLDEST_TASK, Health
from handlers.transport.meters import Meters
from storage.database import Database
from storage.queue import QueueState
from tests.handlers.transport.waiting import somebody_listens, until

IDLE = QueueState(depth=0, oldest=0, parked=0, by_kind={})


class StandingQueue:
    """A queue in a state a test sets."""

    def __init__(self, state: QueueState = IDLE) -> None:
        self._state = state

    async def state(self) -> QueueState:
        return self._state


def health(
    database: Database,
    state: QueueState = IDLE,
    poll_age: float | None = None,
    meters: Meters | None = None,
    port: int = 0,
) -> Health:
    return Health(
        database,
        StandingQueue(state),  # type: ignore[arg-type]  # health only asks for the state
        meters or Meters(),
        poll_age=lambda: poll_age,
        host="127.0.0.1",
        port=port,
    )


def waiting(seconds: float) -> QueueState:
    return QueueState(depth=3, oldest=seconds, parked=1, by_kind={"update": 3})


@pytest.mark.parametrize(
    ("state", "poll_age", "status", "said"),
    [
        (IDLE, None, 200, {"status": "ok", "queue_age_seconds": 0, "poll_age_seconds": None}),
        (waiting(OLDEST_TASK), OLDEST_POLL, 200, {"status": "ok", "queue_age_seconds": OLDEST_TASK}),
        (waiting(OLDEST_TASK + 1), 1, 503, {"status": "unhealthy", "poll_age_seconds": 1}),
        (IDLE, OLDEST_POLL + 1, 503, {"status": "unhealthy", "database": "ok"}),
    ],
)
async def test_a_process_is_well_while_its_queue_moves_and_its_polls_are_answered(
    sqlite_database: Database, state: QueueState, poll_age: float | None, status: int, said: dict[str, object]
) -> None:
    async with TestClient(TestServer(health(sqlite_database, state, poll_age).app())) as client:
        answer = await client.get("/healthz")
        body = await answer.json()
    assert answer.status == status
    assert {key: body[key] for key in said} == said


class LostDatabase:
    """A database whose server is away."""

    async def probe(self) -> None:
        raise OSError("connection refused")


async def test_without_its_database_a_process_is_unwell() -> None:
    lost = cast("Database", LostDatabase())
    async with TestClient(TestServer(health(lost, poll_age=2.0).app())) as client:
        answer = await client.get("/healthz")
        assert (answer.status, await answer.json()) == (
            503,
            {
                "status": "unhealthy",
                "database": "the database server is away",
                "queue_age_seconds": None,
                "poll_age_seconds": 2.0,
            },
        )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("database or disk is full", "the disk is full: make room, nothing is lost meanwhile"),
        (
            "attempt to write a readonly database",
            "the database's file or folder is read-only for this user",
        ),
    ],
)
async def test_a_database_that_takes_no_write_is_unwell_though_it_can_be_read(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, said: str, why: str
) -> None:
    async def refuse(_: object) -> None:
        raise OperationalError("INSERT", None, sqlite3.OperationalError(said))

    monkeypatch.setattr(sqlite_database.writer, "commit", refuse)
    async with TestClient(TestServer(health(sqlite_database).app())) as client:
        answer = await client.get("/healthz")
        assert (answer.status, (await answer.json())["database"]) == (503, why)
        metrics = await (await client.get("/metrics")).text()
    assert "commits_failed 1.0" in metrics
    monkeypatch.undo()
    async with TestClient(TestServer(health(sqlite_database).app())) as client:
        assert (await client.get("/healthz")).status == 200


async def test_everything_promised_is_measured(sqlite_database: Database) -> None:
    meters = Meters()
    meters.handled("message", 0.02)
    meters.handled("callback_query", 0.2)
    meters.called("sendMessage", "ok")
    meters.called("sendMessage", "flood")
    meters.job_done("chart", 0.4)
    async with TestClient(TestServer(health(sqlite_database, waiting(12.5), meters=meters).app())) as client:
        answer = await client.get("/metrics")
        text = await answer.text()
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    expected = {
        ("updates_total", "message"): 1,
        ("updates_total", "callback_query"): 1,
        ("update_seconds_bucket", "0.025"): 1,
        ("update_seconds_bucket", "+Inf"): 2,
        ("bot_api_calls_total", "ok", "sendMessage"): 1,
        ("bot_api_calls_total", "flood", "sendMessage"): 1,
        ("job_seconds_count", "chart"): 1,
        ("queue_depth",): 3,
        ("queue_age_seconds",): 12.5,
        ("queue_parked",): 1,
    }
    assert {key: found[key] for key in expected} == expected


async def test_two_processes_in_one_test_run_do_not_share_their_meters() -> None:
    first, second = Meters(), Meters()
    first.handled("message", 1)
    assert second.registry.get_sample_value("updates_total", {"kind": "message"}) is None


async def test_it_answers_on_its_port_until_it_is_cancelled(sqlite_database: Database) -> None:
    port = unused_port()
    running = asyncio.create_task(health(sqlite_database, port=port).run())
    async with ClientSession() as session:
        await until(lambda: somebody_listens(port))
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        with pytest.raises(OSError, match="Cannot connect"):
            await session.get(f"http://127.0.0.1:{port}/healthz")
