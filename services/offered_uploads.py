"""Files that were sent, until their visits are kept or they are put aside."""

from clock import Clock
from services.access import Action, Actor, NotFoundError, needs
from storage.repositories.accounts import new_id
from storage.repositories.offered_uploads import OfferedUpload, OfferedUploadStore, Origin
from storage.unit_of_work import UnitOfWork

__all__ = ["OfferedUpload", "OfferedUploads", "Origin"]


class OfferedUploads:
    """The files sent to one clinic."""

    def __init__(self, actor: Actor, unit: UnitOfWork, clock: Clock) -> None:
        self.actor = actor
        self._unit = unit
        self._stored = OfferedUploadStore(unit, actor.clinic)
        self._clock = clock

    @needs(Action.CHANGE_UPLOADS)
    def begin(self, *, sent_id: int, origin: Origin, file_id: str, size: int) -> OfferedUpload:
        """Note a file that was sent, until it is kept or put aside."""
        upload = OfferedUpload(new_id(), self.actor.person, sent_id, origin, file_id, size)
        self._stored.add(upload, self._clock.now())
        return upload

    @needs(Action.CHANGE_UPLOADS)
    async def get(self, upload_id: str) -> OfferedUpload:
        """One file by its id. Raises NotFoundError."""
        found = await self._stored.find(upload_id)
        if found is None:
            raise NotFoundError(upload_id)
        return found

    @needs(Action.CHANGE_UPLOADS)
    def save(self, upload: OfferedUpload) -> None:
        """Keep what has become known of a file."""
        self._stored.save(upload)

    @needs(Action.CHANGE_UPLOADS)
    async def shown(self, upload: OfferedUpload, message_id: int) -> None:
        """Write down at once which message is about a file: if the process ends in the middle of its job, the
        next one goes on in the same message."""
        upload.message_id = message_id
        noted = UnitOfWork(self._unit.database)
        OfferedUploadStore(noted, self.actor.clinic).shown(upload.id, message_id)
        await noted.commit()

    @needs(Action.CHANGE_UPLOADS)
    def announced(self, upload: OfferedUpload, message_id: int) -> None:
        """Write down, with the rest of what happens, which message is about a file that was just sent."""
        upload.message_id = message_id
        self._stored.shown(upload.id, message_id)

    @needs(Action.CHANGE_UPLOADS)
    def remove(self, upload: OfferedUpload) -> None:
        """Forget a file."""
        self._stored.remove(upload)
