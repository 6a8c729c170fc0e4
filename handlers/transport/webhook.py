"""Updates pushed by Telegram: answered with 200 only when they are committed to the queue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

import structlog
from aiogram import Bot
from aiohttp import web

from clock import Clock
from handlers.transport.listening import listen
from handlers.transport.processing import MalformedUpdateError, update_task
from storage.queue import Queue, Task

log = structlog.stdlib.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the name of the header)
# Telegram's largest updates are some 100 KB.
BODY_LIMIT = 1024 * 1024
BODY_SECONDS = 20
CLOSING_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram sends updates (`url`) and where this process hears them."""

    url: str
    path: str
    host: str
    port: int


def webhook_app(queue: Queue, *, path: str, secret: str, clock: Clock) -> web.Application:
    """The application that takes updates at `path`.

    200 committed · 400 no update · 401 not from Telegram · 408 too slow · 413 too large · 503 not committed,
    Telegram will repeat it. Who calls is told by the secret alone: addresses and forwarding headers can be
    made up.
    """

    async def take(request: web.Request) -> web.Response:
        if not _from_telegram(request, secret):
            raise web.HTTPUnauthorized
        task = _task(await _body(request), clock)
        try:
            await queue.put([task])
        except Exception as error:
            log.warning("update not committed", key=task.key, error=type(error).__name__)
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from error
        return web.Response()

    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_post(path, take)
    return app


class WebhookSource:
    """The source of updates when Telegram pushes them."""

    def __init__(
        self,
        bot: Bot,
        queue: Queue,
        *,
        address: WebhookAddress,
        secret: str,
        allowed_updates: Sequence[str],
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._address = address
        self._secret = secret
        self._allowed = list(allowed_updates)
        self._app = webhook_app(queue, path=address.path, secret=secret, clock=clock)

    async def run(self) -> None:
        """Hear updates until cancelled; those being committed then are still answered."""
        # The access log would hold every caller's address and tell nothing the meters do not.
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
        await runner.setup()
        try:
            await listen(runner, self._address.host, self._address.port, "WEBHOOK_PORT")
            await self._bot.set_webhook(
                self._address.url,
                secret_token=self._secret,
                allowed_updates=self._allowed,
                drop_pending_updates=False,
            )
            log.info("webhook set", port=self._address.port)
            await asyncio.get_running_loop().create_future()
        finally:
            await runner.cleanup()


def _from_telegram(request: web.Request, secret: str) -> bool:
    # As bytes: compare_digest refuses text beyond ASCII, and anyone may send such a header.
    given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
    return compare_digest(given, secret.encode())


async def _body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _task(body: bytes, clock: Clock) -> Task:
    try:
        raw: Any = json.loads(body)
        if not isinstance(raw, dict):
            raise MalformedUpdateError("an update is an object")
        return update_task(raw, clock.now())
    # RecursionError: a body of nothing but brackets.
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
