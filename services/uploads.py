"""What a clinic's uploads come to: kept, listed, undone, and opened again for the metrics."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from clock import Clock
from datasets.coverage import Coverage
from datasets.merging import UploadRows
from files.child import FileRead
from metrics.days import month_end
from metrics.encoding import from_json, to_json
from services.access import Action, Actor, NotFoundError, needs
from services.limits import Limit, LimitReachedError, Quota
from spreadsheets.mapping import UploadAnswers
from storage.repositories.accounts import new_id
from storage.repositories.kept_uploads import KeptUploads, StoredUpload
from storage.unit_of_work import UnitOfWork

_PIECE = 1_000_000
_QUOTA = Quota()
CLOSED_AT_START = 9
CLOSED_AT_END = 3
"""Days without visits, holidays and a weekend, that do not make a month incomplete."""


class KeepingOutcome(StrEnum):
    """What became of a file that was kept."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """One kept file: when it came, what it holds. turnover: kopecks, None without sums."""

    id: str
    kept_at: datetime
    shape: str
    first_day: date
    last_day: date
    rows: int
    patients: int
    turnover: int | None
    coverage: tuple[Coverage, ...]
    is_undone: bool


@dataclass(frozen=True, slots=True)
class ReplacedDays:
    """Days of a branch that were known before and now come from the newer file; both ends included."""

    branch: str | None
    first_day: date
    last_day: date
    days: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeping a file came to.

    upload: for the same file again, the one there was. replaced: empty unless days were replaced.
    """

    outcome: KeepingOutcome
    upload: KeptUpload
    replaced: tuple[ReplacedDays, ...]


@dataclass(frozen=True, slots=True)
class _Covered:
    """The coverage of an upload, as it is sealed."""

    branches: tuple[Coverage, ...]


class ClinicUploads:
    """The uploads of one clinic; nothing is written before the unit of work is committed."""

    def __init__(self, actor: Actor, unit: UnitOfWork, clock: Clock) -> None:
        self.actor = actor
        self._kept = KeptUploads(unit, actor.clinic)
        self._clock = clock

    @needs(Action.CHANGE_UPLOADS)
    async def patient_key(self) -> bytes:
        """The key `FileReader.read` makes the clinic's pseudonyms with."""
        return (await self._kept.keys()).patient_key

    @needs(Action.CHANGE_UPLOADS)
    async def keep(self, read: FileRead, quota: Quota = _QUOTA) -> Keeping:
        """Keep the rows of a file that was read with the clinic's key.

        The same rows again change nothing. Raises ValueError for a file without rows, LimitReachedError for
        one that would be too many or too much.
        """
        preview = read.preview
        if preview.first_day is None or preview.last_day is None:
            raise ValueError("there is nothing to keep in a file without visits")
        fingerprint = await _fingerprint(read.rows)
        stored = await self._kept.listed()
        counted = [made for made in stored if made.undone_at is None]
        same = next((made for made in counted if made.fingerprint == fingerprint), None)
        if same is not None:
            return Keeping(KeepingOutcome.SAME, _upload(same), ())
        if len(stored) >= quota.uploads:
            raise LimitReachedError(Limit.UPLOADS)
        if await self._kept.size() + len(read.rows) > quota.size:
            raise LimitReachedError(Limit.SIZE)
        known = [part for made in counted for part in _upload(made).coverage]
        replaced = _replaced(preview.branches, known)
        made = StoredUpload(
            id=new_id(),
            number=max((made.number for made in stored), default=0) + 1,
            kept_at=self._clock.now(),
            shape=preview.shape,
            fingerprint=fingerprint,
            first_day=preview.first_day,
            last_day=preview.last_day,
            rows=preview.rows,
            patients=preview.patients,
            turnover=preview.turnover,
            undone_at=None,
            coverage=to_json(_Covered(preview.branches)),
        )
        await self._kept.add(made, read.rows)
        return Keeping(KeepingOutcome.REPLACED if replaced else KeepingOutcome.NEW, _upload(made), replaced)

    @needs(Action.SEE_METRICS)
    async def listed(self) -> Sequence[KeptUpload]:
        """Every kept upload, oldest first, undone ones among them."""
        return [_upload(made) for made in await self._kept.listed()]

    @needs(Action.CHANGE_UPLOADS)
    async def undo(self, upload_id: str) -> KeptUpload:
        """Count the visits as if this file had never come. Raises NotFoundError."""
        made = await self._stored(upload_id)
        self._kept.set_undone(made, self._clock.now())
        return _upload(made)

    @needs(Action.CHANGE_UPLOADS)
    async def redo(self, upload_id: str) -> KeptUpload:
        """Take an undone file back in, in its old place among the others. Raises NotFoundError."""
        made = await self._stored(upload_id)
        self._kept.set_undone(made, None)
        return _upload(made)

    @needs(Action.CHANGE_UPLOADS)
    async def erase(self, upload_id: str) -> None:
        """Delete an undone file for good. Raises NotFoundError, also for one that still counts."""
        made = await self._stored(upload_id)
        if made.undone_at is None:
            raise NotFoundError(upload_id)
        await self._kept.remove(made)

    @needs(Action.SEE_METRICS)
    async def rows(self) -> Sequence[UploadRows]:
        """The rows of every upload that is not undone, oldest first, for `datasets.merging.merge`.

        Raises SealBrokenError for rows that are not as they were kept.
        """
        return [
            UploadRows(await self._kept.content(made))
            for made in await self._kept.listed()
            if made.undone_at is None
        ]

    @needs(Action.EXPORT)
    async def is_there_any(self) -> bool:
        """Whether any visits are kept, be they undone."""
        return bool(await self._kept.listed())

    @needs(Action.EXPORT)
    async def everything(self) -> list[UploadRows]:
        """The rows of every upload, undone ones among them, oldest first. Raises SealBrokenError."""
        return [UploadRows(await self._kept.content(made)) for made in await self._kept.listed()]

    @needs(Action.SEE_METRICS)
    async def version(self) -> str:
        """A text that is another one after every upload, undo and redo that changes the visits."""
        counted = [made.id for made in await self._kept.listed() if made.undone_at is None]
        return hashlib.sha256("\n".join(counted).encode()).hexdigest()[:16]

    @needs(Action.SEE_METRICS)
    async def covers(self, month: date) -> bool:
        """Whether files that came after the month a day lies in hold all of it.

        A clinic that was closed over the New Year or at the month's last weekend has no rows there.
        """
        first = month.replace(day=1)
        last = month_end(month)
        days = set()
        for made in await self._kept.listed():
            if made.undone_at is None and made.kept_at.date() > last:
                days |= _days(max(made.first_day, first), min(made.last_day, last))
        return days >= _days(first + timedelta(days=CLOSED_AT_START), last - timedelta(days=CLOSED_AT_END))

    @needs(Action.CHANGE_UPLOADS)
    async def remembered(self, shape: str) -> UploadAnswers | None:
        """What the owner last said of files of this shape."""
        answers = await self._kept.remembered(shape)
        return None if answers is None else UploadAnswers.from_json(answers)

    @needs(Action.CHANGE_UPLOADS)
    def remember(self, shape: str, answers: UploadAnswers) -> None:
        """Keep what the owner said, for the next file of this shape."""
        self._kept.remember(shape, answers.to_json(), self._clock.now())

    async def _stored(self, upload_id: str) -> StoredUpload:
        for made in await self._kept.listed():
            if made.id == upload_id:
                return made
        raise NotFoundError(upload_id)


def _upload(made: StoredUpload) -> KeptUpload:
    return KeptUpload(
        id=made.id,
        kept_at=made.kept_at,
        shape=made.shape,
        first_day=made.first_day,
        last_day=made.last_day,
        rows=made.rows,
        patients=made.patients,
        turnover=made.turnover,
        coverage=from_json(_Covered, made.coverage).branches,
        is_undone=made.undone_at is not None,
    )


async def _fingerprint(content: bytes) -> str:
    """A name of the content that no other has; others are answered while it is made."""
    digest = hashlib.sha256()
    for start in range(0, len(content), _PIECE):
        digest.update(content[start : start + _PIECE])
        await asyncio.sleep(0)
    return digest.hexdigest()


def _days(first: date, last: date) -> set[int]:
    return set(range(first.toordinal(), last.toordinal() + 1))


def _replaced(branches: Iterable[Coverage], known: Sequence[Coverage]) -> tuple[ReplacedDays, ...]:
    """What days of its own branches a file takes over from those before it."""
    found = []
    for part in branches:
        before = set[int]().union(
            *(_days(other.first_day, other.last_day) for other in known if other.key == part.key)
        )
        shared = before & _days(part.first_day, part.last_day)
        if shared:
            first, last = date.fromordinal(min(shared)), date.fromordinal(max(shared))
            found.append(ReplacedDays(part.branch, first, last, len(shared)))
    return tuple(found)
