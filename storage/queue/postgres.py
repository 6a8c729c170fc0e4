"""The queue of many processes: procrastinate's tables in PostgreSQL.

procrastinate chooses the jobs, keeps the order of a lock, wakes the workers and knows which of them live. How
a job ends is written here, in the transaction of what its handler wrote: a job that two workers believe to be
theirs, because one was taken for dead, still has its effect once.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from clock import Clock
from storage.database import Database
from storage.queue import parking
from storage.queue.delivery import CutOffError, Delivery, Patience, place_of
from storage.queue.slots import QueueRoom
from storage.queue.task import OnParked, ParkedTask, ProcessDiedError, QueueState, Task, TaskHandler
from storage.queue.upkeep import FORGET_EVERY, LAST_MOMENT, REMEMBERED, SUSPICIOUS, first_of, forget_old
from storage.statement import Prepared, Write
from storage.tables.queue import parked
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
# Below a warning procrastinate logs the arguments of jobs, which are what people wrote.
logging.getLogger("procrastinate").setLevel(logging.WARNING)

CONNECTIONS = 5
"""Connections procrastinate keeps for choosing jobs and for heartbeats."""
LOOK_AROUND = 0.5
"""Seconds between looks for tasks whose pause is over; new ones are announced."""
DEAD_AFTER = 5.0
"""Seconds without a heartbeat after which a worker counts as dead."""
SOON = 0.05
"""Seconds between looks whether an interrupted task has ended."""
TROUBLE = 1.0
"""Seconds to wait when the database fails."""

_FRESH_PUT = """
WITH fresh AS (
    INSERT INTO seen (key, seen_at) VALUES (:key, :now)
    ON CONFLICT (key) DO UPDATE SET seen_at = excluded.seen_at WHERE seen.seen_at < :expired
    RETURNING key, seen_at AS put_at, CAST(:kind AS text) AS kind, CAST(:lock AS text) AS lock,
              CAST(:payload AS text) AS payload
)
"""
_FRESH_UNPARKED = """
WITH fresh AS (
    DELETE FROM parked WHERE key = :key
    RETURNING key, CAST(:now AS timestamptz) AS put_at, kind, lock, payload
)
"""
# A lock's next task never has a higher priority than those before it, or it would overtake them.
_DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
    kind, 'deliver', (
        SELECT coalesce(min(priority) - CAST(CAST(:by_turns AS boolean) AS integer), 0)
        FROM procrastinate_jobs WHERE lock = fresh.lock
    ), lock, NULL,
    jsonb_build_object('key', key, 'payload', payload, 'put_at', extract(epoch FROM put_at), 'deaths', 0),
    NULL)::procrastinate_job_to_defer_v1])
FROM fresh
"""
_PUT = Prepared(text(_FRESH_PUT + _DEFER))
_REQUEUE = Prepared(text(_FRESH_UNPARKED + _DEFER))
# Nobody is woken by a lock that becomes free, only by an announcement.
_DONE = Prepared(
    text("""
    SELECT procrastinate_finish_job_v1(:id, 'succeeded', true), (
        SELECT CAST(pg_notify('procrastinate_queue_v1#' || queue_name,
                              '{"type": "job_inserted", "job_id": 0}') AS text)
        FROM procrastinate_jobs WHERE lock = :lock AND status = 'todo' ORDER BY id LIMIT 1)
    """)
)
_PUT_BACK = Prepared(
    text("""
    UPDATE procrastinate_jobs
    SET status = 'todo', worker_id = NULL, attempts = attempts + :attempts,
        scheduled_at = now() + make_interval(secs => :pause)
    WHERE id = :id AND status = 'doing' AND worker_id = :worker
    """)
)
_DROP_CANCELLED = Prepared(text("DELETE FROM procrastinate_jobs WHERE id = :id AND abort_requested"))
_CANCEL = Prepared(
    text("""
    SELECT procrastinate_cancel_job_v1(id, true, true) FROM procrastinate_jobs
    WHERE args ->> 'key' = :key AND status IN ('todo', 'doing')
    """)
)
_PRUNE = Prepared(text("SELECT procrastinate_prune_stalled_workers_v1(:seconds)"))
_DROP_CANCELLED_OF_THE_DEAD = Prepared(
    text("DELETE FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL AND abort_requested")
)
_REVIVE = Prepared(
    text("""
    UPDATE procrastinate_jobs
    SET status = 'todo', attempts = attempts + 1,
        args = jsonb_set(args, '{deaths}', to_jsonb(CAST(args ->> 'deaths' AS integer) + 1))
    WHERE status = 'doing' AND worker_id IS NULL
    RETURNING CAST(pg_notify('procrastinate_queue_v1#' || queue_name,
                             '{"type": "job_inserted", "job_id": 0}') AS text)
    """)
)
_ALIVE = Prepared(text("SELECT id FROM procrastinate_workers WHERE id = ANY(:workers)"))
_WAITING = text("""
    SELECT queue_name, args ->> 'payload', args ->> 'key' FROM procrastinate_jobs
    WHERE lock = :lock AND status = 'todo' ORDER BY priority DESC, id LIMIT :limit
""")
# The last first: the end of one would let the next begin.
_ALL_OF = text("""
    SELECT args ->> 'key' FROM procrastinate_jobs
    WHERE right(lock, length(:ending)) = :ending AND status IN ('todo', 'doing') ORDER BY id DESC
""")
_ANY_RUNNING = text("""
    SELECT EXISTS (
        SELECT FROM procrastinate_jobs WHERE right(lock, length(:ending)) = :ending AND status = 'doing')
""")
_STATE = text("""
    SELECT queue_name, count(*), min(CAST(args ->> 'put_at' AS double precision))
    FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY queue_name
""")


class PostgresQueue:
    """Runs every lock's tasks in order over any number of processes."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        patience: Patience,
        room: QueueRoom,
        dead_after: float = DEAD_AFTER,
    ) -> None:
        self._database = database
        self._clock = clock
        self._patience = patience
        self._room = room
        self._dead_after = dead_after
        self._suspects = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()
        self._within = 0.0

    async def put(self, tasks: Sequence[Task]) -> None:
        """Put tasks; they are durable when it returns."""
        unit = UnitOfWork(self._database)
        for task in tasks:
            self.enqueue(unit, task)
        await unit.commit()

    def enqueue(self, unit: UnitOfWork, task: Task) -> None:
        """Put a task together with the unit's other writes, or not at all."""
        now = self._clock.now()
        what = {"key": task.key, "kind": task.kind, "lock": task.lock, "payload": task.payload}
        by_turns = self._room.is_limited(task.kind)
        unit.write(_PUT.bind(now=now, expired=now - REMEMBERED, by_turns=by_turns, **what))

    async def run(self, handlers: Mapping[str, TaskHandler], *, on_parked: OnParked) -> None:
        """Run tasks of the kinds that have a handler until `stop`."""
        self._stopped.clear()
        try:
            while not self._stopping.is_set():
                try:
                    await self._work(Delivery(self._database, handlers, on_parked, self._patience))
                except (ConnectorException, DBAPIError) as error:
                    log.error("the queue lost its database: %s", place_of(error))
                    await first_of(self._stopping.wait(), self._clock.sleep(TROUBLE))
        finally:
            self._stopping.clear()
            self._stopped.set()

    async def stop(self, within: float) -> None:
        """Begin no more tasks, give running ones `within` seconds to finish; what is left stays queued."""
        self._within = within
        self._stopping.set()
        await self._stopped.wait()

    async def cancel(self, key: str) -> bool:
        """Drop a task; if it runs, in whatever process, it is interrupted soon. False if it is not there."""
        (found,) = await self._database.commit([_CANCEL.bind(key=key)])
        return any(job_id is not None for (job_id,) in found)

    async def cancel_all_of(self, whose: str) -> None:
        """Drop every task in a line of somebody's, one whose lock ends with a colon and `whose`.

        When it returns, none of them runs any more, unless one does not let itself be interrupted.
        """
        async with self._database.reading() as connection:
            keys = (await connection.execute(_ALL_OF, {"ending": f":{whose}"})).scalars().all()
        for key in keys:
            await self.cancel(key)
        for _ in range(round(self._dead_after / SOON)):
            if not await self._is_any_running(whose):
                return
            await self._clock.sleep(SOON)

    async def _is_any_running(self, whose: str) -> bool:
        async with self._database.reading() as connection:
            return bool(await connection.scalar(_ANY_RUNNING, {"ending": f":{whose}"}))

    async def waiting(self, lock: str, limit: int) -> list[Task]:
        """The next tasks of a lock, `limit` at most, without the one that runs."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(_WAITING, {"lock": lock, "limit": limit})).all()
        return [Task(kind, lock, payload, key) for kind, payload, key in rows]

    async def state(self) -> QueueState:
        """How much is waiting."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(_STATE)).all()
            given_up = await connection.scalar(select(func.count()).select_from(parked))
        oldest = min((put_at for _, _, put_at in rows), default=None)
        return QueueState(
            depth=sum(count for _, count, _ in rows),
            oldest=0.0 if oldest is None else self._clock.now().timestamp() - oldest,
            parked=given_up or 0,
            by_kind={kind: count for kind, count, _ in rows},
        )

    async def parked(self) -> list[ParkedTask]:
        """The tasks given up on, oldest first."""
        return await parking.all_parked(self._database)

    async def retry_parked(self, keys: Sequence[str] | None = None) -> int:
        """Queue parked tasks again, all or those of `keys`; returns how many."""
        chosen = [record.task for record in await self.parked() if keys is None or record.task.key in keys]
        now = self._clock.now()
        rows = await self._database.commit(
            [
                _REQUEUE.bind(key=task.key, now=now, by_turns=self._room.is_limited(task.kind))
                for task in chosen
            ]
        )
        return sum(len(queued) for queued in rows)

    async def _work(self, delivery: Delivery) -> None:
        """One life of procrastinate's workers: until `stop`, or until one of them was taken for dead.

        Each kind of work with slots of its own has a worker of its own, the other kinds share one.
        """
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=CONNECTIONS))
        app.job_manager = _JobManager(app.connector)

        @app.task(name="deliver", pass_context=True)
        async def deliver(context: JobContext, /, **arguments: Any) -> None:
            await self._deliver(delivery, context.job, arguments)

        workers = [
            Worker(
                app,
                queues=kinds,
                concurrency=number,
                fetch_job_polling_interval=LOOK_AROUND,
                abort_job_polling_interval=LOOK_AROUND,
                install_signal_handlers=False,
                update_heartbeat_interval=self._dead_after / 5,
                stalled_worker_timeout=self._dead_after,
            )
            for kinds, number in self._rooms(delivery.handlers)
        ]
        async with app.open_async():
            working = asyncio.create_task(_run(workers), name="procrastinate")
            try:
                await first_of(self._stopping.wait(), self._keep_up(workers), _end_of(working))
                for worker in workers:
                    worker.shutdown_graceful_timeout = self._within
                    worker.stop()  # type: ignore[no-untyped-call]
                await first_of(_end_of(working), self._clock.sleep(self._within + LAST_MOMENT))
            finally:
                if not working.done():
                    working.cancel()
        if working.done() and not working.cancelled():
            working.result()

    def _rooms(self, kinds: Iterable[str]) -> Iterator[tuple[list[str], int]]:
        """The kinds that share room, and how many of their tasks it holds."""
        others = [kind for kind in kinds if not self._room.is_limited(kind)]
        if others:
            yield others, self._room.others
        for slots in self._room.slots:
            if sharing := [kind for kind in kinds if kind in slots.kinds]:
                yield sharing, slots.number

    async def _deliver(self, delivery: Delivery, job: Job, arguments: dict[str, Any]) -> None:
        task = Task(job.queue, job.lock or "", arguments["payload"], arguments["key"])
        suspect = arguments["deaths"] >= SUSPICIOUS
        settling = asyncio.create_task(
            (self._settle_suspect if suspect else self._settle)(delivery, job, task)
        )
        try:
            await asyncio.wait({settling})
        except asyncio.CancelledError:
            # procrastinate is stopping or the task was cancelled: either way the job's row is put in order.
            delivery.interrupt(task.key)
            await asyncio.wait({settling})
        settling.result()

    async def _settle_suspect(self, delivery: Delivery, job: Job, task: Task) -> None:
        if self._suspects.locked():
            await self._put_back(job, attempts=0, pause=LOOK_AROUND)
            return
        async with self._suspects:
            # Those fetched with it are put back meanwhile, out of harm's way.
            await self._clock.sleep(LOOK_AROUND)
            if self._stopping.is_set():
                await self._put_back(job, attempts=0, pause=0.0)
            else:
                await self._settle(delivery, job, task)

    async def _settle(self, delivery: Delivery, job: Job, task: Task) -> None:
        done = _DONE.bind(id=job.id, lock=job.lock)
        attempts, pause = 1, 0.0
        try:
            if job.attempts >= self._patience.attempts:
                await delivery.park(task, job.attempts, ProcessDiedError(), done)
                return
            again = await delivery.attempt(task, job.attempts + 1, done)
            if again is None:
                return
            pause = again
        except CutOffError:
            attempts = 0
        except DBAPIError as error:
            log.error("the database failed around %s: %s", task.key, place_of(error))
            attempts, pause = 0, TROUBLE
        await self._put_back(job, attempts, pause)

    async def _put_back(self, job: Job, attempts: int, pause: float) -> None:
        back: list[Write] = [
            _DROP_CANCELLED.bind(id=job.id),
            _PUT_BACK.bind(id=job.id, worker=job.worker_id, attempts=attempts, pause=pause),
        ]
        while True:
            try:
                await self._database.commit(back)
            except DBAPIError as error:
                log.error("a task could not be put back: %s", place_of(error))
                await self._clock.sleep(TROUBLE)
            else:
                return

    async def _keep_up(self, workers: Sequence[Worker]) -> None:
        """Sees to the tasks of dead workers; ends when one of these was taken for dead itself."""
        forget_at = self._clock.now()
        while True:
            await self._clock.sleep(self._dead_after / 5)
            mine = [worker.worker_id for worker in workers if worker.worker_id is not None]
            *_, alive = await self._database.commit(
                [
                    _PRUNE.bind(seconds=self._dead_after),
                    _DROP_CANCELLED_OF_THE_DEAD.bind(),
                    _REVIVE.bind(),
                    _ALIVE.bind(
                        workers=(mine := [it.worker_id for it in workers if it.worker_id is not None])
                    ),
                ]
            )
            if len(alive) < len(mine):
                log.warning("this worker was taken for dead and starts anew")
                return
            if self._clock.now() >= forget_at:
                await forget_old(self._database, self._clock.now())
                forget_at = self._clock.now() + FORGET_EVERY


class _JobManager(JobManager):
    """Leaves it to the queue to record how a job ended."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        pass


async def _run(workers: Sequence[Worker]) -> None:
    """Until all have stopped, or one of them fails; then the others end with it."""
    running = [asyncio.create_task(worker.run()) for worker in workers]  # type: ignore[no-untyped-call]
    try:
        await asyncio.gather(*running)
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _end_of(working: asyncio.Task[Any]) -> None:
    await asyncio.wait({working})
