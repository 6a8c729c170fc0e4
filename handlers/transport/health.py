"""What the operator asks a process, on a local port: `/healthz` is it well, `/metrics` how is it doing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from handlers.transport.listening import listen
from handlers.transport.meters import Meters
from storage.database import Database, why_not_written
from storage.queue import Queue

log = structlog.stdlib.get_logger(__name__)

# A long poll lasts 25 s, and one that failed is repeated after a second or two.
OLDEST_POLL = 55.0
# A queue that is worked on holds nothing this old; what is put off after errors waits less.
OLDEST_TASK = 300.0
PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What `/healthz` says; ages in seconds, None where there is nothing to have an age.

    database: whether something can be written just now; trouble: why not, for the operator.
    """

    database: bool
    trouble: str
    queue_age: float | None
    poll_age: float | None

    @property
    def healthy(self) -> bool:
        return self.database and (self.queue_age or 0) <= OLDEST_TASK and (self.poll_age or 0) <= OLDEST_POLL


class Health:
    """A small HTTP server beside the bot."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        meters: Meters,
        *,
        poll_age: Callable[[], float | None],
        host: str,
        port: int,
    ) -> None:
        self._database = database
        self._queue = queue
        self._meters = meters
        self._poll_age = poll_age
        self._host = host
        self._port = port

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        return app

    async def run(self) -> None:
        """Answer until cancelled."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await listen(runner, self._host, self._port, "HEALTH_PORT")
            await asyncio.get_running_loop().create_future()
        finally:
            await runner.cleanup()

    async def report(self) -> HealthReport:
        """Look at everything now; a database that takes no write in time counts as unreachable."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._database.probe()
                queue_age = (await self._queue.state()).oldest
        except Exception as error:
            trouble = why_not_written(error)
            log.error("nothing can be written", why=trouble)
            return HealthReport(False, trouble, queue_age=None, poll_age=self._poll_age())
        return HealthReport(True, "", queue_age=queue_age, poll_age=self._poll_age())

    async def _healthz(self, _: web.Request) -> web.Response:
        report = await self.report()
        body = {
            "status": "ok" if report.healthy else "unhealthy",
            "database": report.trouble or "ok",
            "queue_age_seconds": report.queue_age,
            "poll_age_seconds": report.poll_age,
        }
        return web.json_response(body, status=200 if report.healthy else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        state = await self._queue.state()
        self._meters.commits_failed(self._database.failed_commits)
        self._meters.queue_seen(depth=state.depth, age=state.oldest, parked=state.parked)
        return web.Response(
            body=generate_latest(self._meters.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
