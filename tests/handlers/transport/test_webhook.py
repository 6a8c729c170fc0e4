"""The webhook: who may call, what is taken, and when 200 is said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer, unused_port

from clock import SystemClock
from handlers.transport.webhook import BODY_LIMIT, SECRET_HEADER, WebhookAddress, WebhookSource, webhook_app
from simulator import server
from simulator.core import Simulator
from simulator.session import SimulatorSession
from tests.handlers.transport.memory_queue import MemoryQueue
from tests.handlers.transport.scripted_telegram import TOKEN
from tests.handlers.transport.waiting import until

SECRET = "Zw5-secret_of_the_bot"
UPDATE = {"update_id": 5, "message": {"chat": {"id": 7}, "text": "Привет\u0000\ud83d"}}


@pytest.fixture
def queue() -> MemoryQueue:
    return MemoryQueue()


@pytest.fixture
async def client(queue: MemoryQueue) -> AsyncIterator[TestClient[Any, Any]]:
    app = webhook_app(queue, path="/hook", secret=SECRET, clock=SystemClock())  # type: ignore[arg-type]
    async with TestClient(TestServer(app)) as client:
        yield client


async def post(client: TestClient[Any, Any], body: bytes, secret: str | None = SECRET, **headers: str) -> int:
    if secret is not None:
        headers[SECRET_HEADER] = secret
    async with client.post("/hook", data=body, headers=headers) as response:
        return response.status


async def test_an_update_is_committed_as_it_came_and_answered_with_200(
    client: TestClient[Any, Any], queue: MemoryQueue
) -> None:
    assert await post(client, json.dumps(UPDATE).encode()) == 200
    (task,) = queue.tasks
    assert (task.key, task.lock) == ("update:5", "chat:7")
    assert json.loads(task.payload)["update"] == UPDATE
    # Neither database takes a NUL or half a surrogate pair in a text: the payload is plain ASCII.
    assert task.payload.isascii()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "сеkрет", "\u00ff\u00fe"])
@pytest.mark.parametrize("claim", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
async def test_without_the_secret_nobody_is_telegram_whatever_address_is_claimed(
    client: TestClient[Any, Any], queue: MemoryQueue, secret: str | None, claim: str
) -> None:
    status = await post(client, json.dumps(UPDATE).encode(), secret, **{claim: "149.154.167.220"})
    assert status == 401
    assert queue.tasks == []


async def test_bytes_that_are_no_text_in_the_secret_are_refused_not_an_error(queue: MemoryQueue) -> None:
    app = webhook_app(queue, path="/hook", secret=SECRET, clock=SystemClock())  # type: ignore[arg-type]
    async with TestServer(app) as listening:
        reader, writer = await asyncio.open_connection(listening.host, listening.port)
        head = f"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n{SECRET_HEADER}: ".encode()
        writer.write(head + b"\xff\xfe\x80\r\n\r\n{}")
        assert (await reader.readline()).startswith(b"HTTP/1.1 401")
        writer.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "5"}',
        b'{"update_id": true}',
        b'{"update_id": 5.0}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_no_update_is_a_bad_request(
    client: TestClient[Any, Any], queue: MemoryQueue, body: bytes
) -> None:
    assert await post(client, body) == 400
    assert queue.tasks == []


async def test_a_body_over_the_limit_is_refused(client: TestClient[Any, Any], queue: MemoryQueue) -> None:
    padding = " " * (BODY_LIMIT - len(json.dumps(UPDATE)))
    assert await post(client, (json.dumps(UPDATE) + padding).encode()) == 200
    assert await post(client, (json.dumps(UPDATE) + padding + " ").encode()) == 413
    assert queue.keys == ["update:5"]


async def test_an_update_that_cannot_be_committed_is_left_to_telegram(
    client: TestClient[Any, Any], queue: MemoryQueue
) -> None:
    queue.broken = True
    assert await post(client, json.dumps(UPDATE).encode()) == 503
    queue.broken = False
    assert await post(client, json.dumps(UPDATE).encode()) == 200


async def test_any_other_path_or_method_is_nobodys(client: TestClient[Any, Any]) -> None:
    async with client.get("/hook") as response:
        assert response.status == 405
    async with client.post("/") as response:
        assert response.status == 404


async def test_telegram_is_told_the_address_and_the_secret_and_delivers_in_order() -> None:
    simulator = Simulator()
    account = simulator.add_bot(TOKEN, username="pulse_bot", first_name="Pulse")
    chat = simulator.chat(account, simulator.add_user("Ольга"))
    telegram = await server.start(simulator, port=0)
    queue = MemoryQueue()
    port = unused_port()
    webhook = WebhookSource(
        Bot(TOKEN, session=SimulatorSession(simulator)),
        queue,  # type: ignore[arg-type]
        address=WebhookAddress(f"http://127.0.0.1:{port}/hook", "/hook", "127.0.0.1", port),
        secret=SECRET,
        allowed_updates=["message"],
        clock=SystemClock(),
    )
    for number in range(20):
        chat.send_text(str(number))
    hearing = asyncio.create_task(webhook.run())
    await until(lambda: len(queue.tasks) == 20)
    assert [json.loads(task.payload)["update"]["message"]["text"] for task in queue.tasks] == [
        str(number) for number in range(20)
    ]
    assert account.updates.webhook is not None
    assert account.updates.webhook.secret_token == SECRET
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)
    async with ClientSession() as session:
        with pytest.raises(OSError, match="Cannot connect"):
            await session.post(f"http://127.0.0.1:{port}/hook")
    await telegram.stop()
