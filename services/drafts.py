"""Files that were sent, until their visits are kept or they are put aside."""

from services.access import Action, Actor, NotFoundError, needs
from storage.clock import Clock
from storage.repositories.accounts import new_id
from storage.repositories.drafts import Draft, Drafts, Origin
from storage.unit_of_work import UnitOfWork

__all__ = ["Draft", "Origin", "SentFiles"]


class SentFiles:
    """The files sent to one clinic."""

    def __init__(self, actor: Actor, unit: UnitOfWork, clock: Clock) -> None:
        self.actor = actor
        self._unit = unit
        self._stored = Drafts(unit, actor.clinic)
        self._clock = clock

    @needs(Action.CHANGE_UPLOADS)
    def begin(self, *, sent_id: int, origin: Origin, file_id: str, size: int) -> Draft:
        """Note a file that was sent, until it is kept or put aside."""
        draft = Draft(new_id(), self.actor.person, sent_id, origin, file_id, size)
        self._stored.add(draft, self._clock.now())
        return draft

    @needs(Action.CHANGE_UPLOADS)
    async def get(self, draft_id: str) -> Draft:
        """One file by its id. Raises NotFoundError."""
        found = await self._stored.find(draft_id)
        if found is None:
            raise NotFoundError(draft_id)
        return found

    @needs(Action.CHANGE_UPLOADS)
    def save(self, draft: Draft) -> None:
        """Keep what has become known of a file."""
        self._stored.save(draft)

    @needs(Action.CHANGE_UPLOADS)
    async def shown(self, draft: Draft, message_id: int) -> None:
        """Write down at once which message is about a file: if the process ends in the middle of its job, the
        next one goes on in the same message."""
        draft.message_id = message_id
        noted = UnitOfWork(self._unit.database)
        Drafts(noted, self.actor.clinic).shown(draft.id, message_id)
        await noted.commit()

    @needs(Action.CHANGE_UPLOADS)
    def announced(self, draft: Draft, message_id: int) -> None:
        """Write down, with the rest of what happens, which message is about a file that was just sent."""
        draft.message_id = message_id
        self._stored.shown(draft.id, message_id)

    @needs(Action.CHANGE_UPLOADS)
    def remove(self, draft: Draft) -> None:
        """Forget a file."""
        self._stored.remove(draft)
