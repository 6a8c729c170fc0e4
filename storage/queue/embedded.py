"""The queue of one process: a table in the SQLite database, scheduled in memory.

A task is inserted once, handed on in memory and deleted together with what its handler wrote: two short
transactions, shared with every other chat's by the group commit. The table is read only at the start and
when another process (the operator's command line) has written.
"""

import asyncio
import logging
import sqlite3
from bisect import insort
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from sqlalchemy import (
    BindParameter,
    Integer,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DBAPIError

from clock import Clock
from storage.database import Database, sqlite_path
from storage.queue import parking
from storage.queue.delivery import LONGEST_PAUSE, CutOffError, Delivery, Patience, place_of
from storage.queue.slots import QueueRoom
from storage.queue.sole_runner import sole_runner
from storage.queue.task import OnParked, ParkedTask, ProcessDiedError, QueueState, Task, TaskHandler
from storage.queue.upkeep import FORGET_EVERY, LAST_MOMENT, REMEMBERED, SUSPICIOUS, first_of, forget_old
from storage.statement import Prepared, Rows
from storage.tables.queue import parked, seen, tasks
from storage.tables.schema import UtcDateTime
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

LOOK_AROUND = 1.0
"""Seconds between looks at whether another process has put tasks."""
TROUBLE = timedelta(seconds=5)
"""How long to wait when the database fails."""

_key: BindParameter[str] = bindparam("of_key")
_now = bindparam("now", type_=UtcDateTime)
# A task put by the process that runs it counts as begun from the start: it is handed on at once, and a count
# of its own would be a second write.
_PUT = Prepared(
    insert(tasks)
    .from_select(
        ["key", "kind", "lock", "payload", "attempts", "put_at", "due_at"],
        select(
            _key,
            bindparam("of_kind"),
            bindparam("of_lock"),
            bindparam("with_payload"),
            bindparam("begun", type_=Integer),
            _now,
            _now,
        ).where(~exists().where(seen.c.key == _key, seen.c.seen_at >= bindparam("expired"))),
    )
    .returning(tasks.c.id)
)
_SEE = Prepared(
    upsert(seen)
    .values(key=_key, seen_at=_now)
    .on_conflict_do_update(
        index_elements=["key"], set_={"seen_at": _now}, where=seen.c.seen_at < bindparam("expired")
    )
)
_DONE = Prepared(delete(tasks).where(tasks.c.id == bindparam("of_id")))
_COUNT = Prepared(
    update(tasks)
    .where(tasks.c.id == bindparam("of_id"))
    .values(attempts=tasks.c.attempts + bindparam("more"))
)
_PUT_OFF = Prepared(
    update(tasks).where(tasks.c.id == bindparam("of_id")).values(due_at=bindparam("at", type_=UtcDateTime))
)
_DROP = Prepared(delete(tasks).where(tasks.c.key == _key).returning(tasks.c.id))
_REQUEUE = Prepared(
    insert(tasks)
    .from_select(
        ["key", "kind", "lock", "payload", "attempts", "put_at", "due_at"],
        select(
            parked.c.key, parked.c.kind, parked.c.lock, parked.c.payload, literal_column("0"), _now, _now
        ).where(parked.c.key == _key),
    )
    .returning(tasks.c.id)
)


@dataclass(order=True, slots=True)
class _Entry:
    """A task in memory; `id` is its place in the order."""

    id: int
    task: Task = field(compare=False)
    attempts: int = field(compare=False)
    """As in the table."""
    due_at: datetime = field(compare=False)
    counted: bool = field(compare=False)
    """Whether `attempts` counts the run that comes next."""
    suspect: bool = field(default=False, compare=False)
    """Whether it may be what killed the process: it has to run without other suspects beside it."""
    dropped: bool = field(default=False, compare=False)
    under_way: bool = field(default=False, compare=False)
    """Whether it runs, not waits: for its turn, for a slot, or for its next attempt."""
    pause: asyncio.Task[None] | None = field(default=None, compare=False)
    """What it waits for before its next attempt."""

    def wake(self) -> None:
        """Cut its pause short."""
        if self.pause is not None:
            self.pause.cancel()


class EmbeddedQueue:
    """Runs every lock's tasks in order, many locks side by side."""

    def __init__(self, database: Database, *, clock: Clock, patience: Patience, room: QueueRoom) -> None:
        self._database = database
        self._clock = clock
        self._patience = patience
        self._other_slots = asyncio.Semaphore(room.others)
        self._slots: dict[str, asyncio.Semaphore] = {}
        for slots in room.slots:
            self._slots.update(dict.fromkeys(slots.kinds, asyncio.Semaphore(slots.number)))
        self._suspects = asyncio.Lock()
        self._delivery: Delivery | None = None
        self._loaded = False
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()
        self._within = 0.0
        self._known: dict[int, _Entry] = {}
        self._lanes: dict[str, list[_Entry]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    async def put(self, tasks: Sequence[Task]) -> None:
        """Put tasks; they are durable when it returns."""
        unit = UnitOfWork(self._database)
        for task in tasks:
            self.enqueue(unit, task)
        # A caller that is cancelled must not leave a task in the table that nobody in memory knows of.
        await asyncio.shield(unit.commit())

    def enqueue(self, unit: UnitOfWork, task: Task) -> None:
        """Put a task together with the unit's other writes, or not at all."""
        now = self._clock.now()
        when = {"of_key": task.key, "now": now, "expired": now - REMEMBERED}

        begun = 0 if self._delivery is None else 1

        def accept(inserted: Rows) -> None:
            for (number,) in inserted:
                self._accept(_Entry(number, task, attempts=begun, due_at=now, counted=begun > 0))

        what = {"of_kind": task.kind, "of_lock": task.lock, "with_payload": task.payload}
        put = _PUT.bind(begun=begun, **what, **when)
        unit.write(put, then=accept)
        unit.write(_SEE.bind(**when))

    async def run(self, handlers: Mapping[str, TaskHandler], *, on_parked: OnParked) -> None:
        """Run tasks of the kinds that have a handler until `stop`."""
        with sole_runner(sqlite_path(self._database.url)):
            self._stopped.clear()
            self._delivery = Delivery(self._database, handlers, on_parked, self._patience)
            try:
                await self._load()
                self._loaded = True
                for lock in self._lanes:
                    self._begin(lock, self._delivery)
                await self._look_around()
                await self._wind_down(self._delivery)
            finally:
                await self._leave()
                self._stopping.clear()
                self._stopped.set()

    async def stop(self, within: float) -> None:
        """Begin no more tasks, give running ones `within` seconds to finish; what is left stays queued."""
        self._within = within
        self._stopping.set()
        await self._stopped.wait()

    async def cancel(self, key: str) -> bool:
        """Drop a task, interrupting it if it runs; False if it is not there (any more)."""
        for entry in self._known.values():
            if entry.task.key == key:
                entry.dropped = True
                entry.wake()
        if self._delivery is not None and (running := self._delivery.interrupt(key)) is not None:
            await asyncio.wait({running})
        (dropped,) = await self._database.commit([_DROP.bind(of_key=key)])
        return bool(dropped)

    async def cancel_all_of(self, whose: str) -> None:
        """Drop every task in a line of somebody's, one whose lock ends with a colon and `whose`.

        When it returns, none of them runs any more, unless one does not let itself be interrupted.
        """
        ending = f":{whose}"
        theirs = select(tasks.c.key).where(func.substr(tasks.c.lock, -len(ending)) == ending)
        # The last first: the end of one would let the next begin.
        async with self._database.reading() as connection:
            keys = (await connection.scalars(theirs.order_by(tasks.c.id.desc()))).all()
        for key in keys:
            await self.cancel(key)

    async def waiting(self, lock: str, limit: int) -> list[Task]:
        """The next tasks of a lock, `limit` at most, without the one that runs."""
        lane = self._lanes.get(lock, ())
        waiting = (entry.task for entry in lane if not entry.under_way and not entry.dropped)
        return list(islice(waiting, limit))

    async def state(self) -> QueueState:
        """How much is waiting."""
        by_kind = select(tasks.c.kind, func.count(), func.min(tasks.c.put_at)).group_by(tasks.c.kind)
        async with self._database.reading() as connection:
            rows = (await connection.execute(by_kind)).all()
            given_up = await connection.scalar(select(func.count()).select_from(parked))
        oldest = min((put_at for _, _, put_at in rows), default=None)
        return QueueState(
            depth=sum(count for _, count, _ in rows),
            oldest=0.0 if oldest is None else (self._clock.now() - oldest).total_seconds(),
            parked=given_up or 0,
            by_kind={kind: count for kind, count, _ in rows},
        )

    async def parked(self) -> list[ParkedTask]:
        """The tasks given up on, oldest first."""
        return await parking.all_parked(self._database)

    async def retry_parked(self, keys: Sequence[str] | None = None) -> int:
        """Queue parked tasks again, all or those of `keys`; returns how many."""
        unit, now, again = UnitOfWork(self._database), self._clock.now(), 0

        def accept(task: Task, inserted: Rows) -> None:
            nonlocal again
            for (number,) in inserted:
                again += 1
                self._accept(_Entry(number, task, attempts=0, due_at=now, counted=False))

        for record in await self.parked():
            if keys is None or record.task.key in keys:
                unit.write(_REQUEUE.bind(of_key=record.task.key, now=now), then=partial(accept, record.task))
                unit.write(parking.unpark(record.task.key))
        await asyncio.shield(unit.commit())
        return again

    async def _load(self) -> None:
        # Read by the writer: no commit of this process may lie between these rows and what is known of them.
        for row in await self._database.writer.read(select(tasks).order_by(tasks.c.id)):
            task = Task(row.kind, row.lock, row.payload, row.key)
            entry = _Entry(row.id, task, row.attempts, row.due_at, counted=False)
            entry.suspect = row.attempts >= SUSPICIOUS
            self._accept(entry)

    def _accept(self, entry: _Entry) -> None:
        delivery = self._delivery
        if delivery is None or self._stopping.is_set():
            return
        if entry.id in self._known or entry.task.kind not in delivery.handlers:
            return
        self._known[entry.id] = entry
        lock = entry.task.lock
        insort(self._lanes.setdefault(lock, []), entry)
        # Before the table is read, a task just put could overtake one that was left in it.
        if self._loaded and lock not in self._workers:
            self._begin(lock, delivery)

    def _begin(self, lock: str, delivery: Delivery) -> None:
        self._workers[lock] = asyncio.create_task(self._work(lock, delivery), name=f"lane {lock}")

    async def _work(self, lock: str, delivery: Delivery) -> None:
        lane = self._lanes[lock]
        while lane and not self._stopping.is_set():
            entry = lane[0]
            await self._settle(entry, delivery)
            lane.remove(entry)
            self._known.pop(entry.id, None)
        self._lanes.pop(lock, None)
        self._workers.pop(lock, None)

    async def _settle(self, entry: _Entry, delivery: Delivery) -> None:
        due_at: datetime | None = entry.due_at
        while due_at is not None:
            await self._pause(entry, due_at)
            slots = self._slots.get(entry.task.kind, self._other_slots)
            async with self._suspects if entry.suspect else nullcontext(), slots:
                if entry.dropped or self._stopping.is_set():
                    return
                entry.under_way = True
                due_at = await self._attempt(entry, delivery)
                entry.under_way = False

    async def _pause(self, entry: _Entry, until: datetime) -> None:
        seconds = (until - self._clock.now()).total_seconds()
        # By another clock than the one the moment was noted by, for instance: no pause is longer than this.
        seconds = min(seconds, LONGEST_PAUSE)
        if seconds > 0 and not entry.dropped and not self._stopping.is_set():
            entry.pause = asyncio.create_task(self._clock.sleep(seconds))
            await asyncio.wait({entry.pause})
            entry.pause = None

    async def _attempt(self, entry: _Entry, delivery: Delivery) -> datetime | None:
        """Returns when to try again, None when the task is settled or left to another run."""
        try:
            return await self._deliver(entry, delivery)
        except CutOffError:
            if not entry.dropped:
                await self._database.commit([_COUNT.bind(of_id=entry.id, more=-1)])
            return None
        except (DBAPIError, sqlite3.Error) as error:
            log.error("the database failed around %s: %s", entry.task.key, place_of(error))
            return self._clock.now() + TROUBLE

    async def _deliver(self, entry: _Entry, delivery: Delivery) -> datetime | None:
        done = _DONE.bind(of_id=entry.id)
        if not entry.counted:
            if entry.attempts >= self._patience.attempts:
                await delivery.park(entry.task, entry.attempts, ProcessDiedError(), done)
                return None
            await self._database.commit([_COUNT.bind(of_id=entry.id, more=1)])
            entry.attempts += 1
            if entry.dropped:
                return None
        entry.counted = False
        pause = await delivery.attempt(entry.task, entry.attempts, done)
        if pause is None:
            return None
        due_at = self._clock.now() + timedelta(seconds=pause)
        await self._database.commit([_PUT_OFF.bind(of_id=entry.id, at=due_at)])
        return due_at

    async def _look_around(self) -> None:
        seen_version = await self._database.writer.data_version()
        forget_at = self._clock.now()
        while not self._stopping.is_set():
            if self._clock.now() >= forget_at:
                await forget_old(self._database, self._clock.now())
                forget_at = self._clock.now() + FORGET_EVERY
            version = await self._database.writer.data_version()
            if version != seen_version:
                seen_version = version
                await self._load()
            await first_of(self._stopping.wait(), self._clock.sleep(LOOK_AROUND))

    async def _wind_down(self, delivery: Delivery) -> None:
        for entry in self._known.values():
            entry.wake()
        await self._workers_end(self._within)
        delivery.interrupt_all()
        await self._workers_end(LAST_MOMENT)

    async def _workers_end(self, within: float) -> None:
        if self._workers:
            await first_of(_all_end(list(self._workers.values())), self._clock.sleep(within))

    async def _leave(self) -> None:
        self._delivery, self._loaded = None, False
        for worker in self._workers.values():
            worker.cancel()
        await self._workers_end(LAST_MOMENT)
        self._workers.clear()
        self._lanes.clear()
        self._known.clear()


async def _all_end(workers: list[asyncio.Task[None]]) -> None:
    await asyncio.wait(workers)
