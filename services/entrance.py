"""The way in from an update or a job to what can be done, within one unit of work."""

from clock import Clock
from services.chat import KeptChat
from services.jobs import Jobs
from services.people import Identity
from services.workspace import Workspace
from storage.queue import Queue
from storage.unit_of_work import UnitOfWork


class Entrance:
    """Opens what one update or job works with; all its changes are committed together, or not at all."""

    def __init__(self, unit: UnitOfWork, queue: Queue, clock: Clock) -> None:
        self._unit = unit
        self._queue = queue
        self._clock = clock

    async def welcome(self, identity: Identity, language: str) -> Workspace:
        """The workspace of whoever is reached so; a new one, in `language`, at first contact."""
        return await Workspace.open(self._unit, identity, language, self._clock)

    async def known(self, identity: Identity) -> Workspace | None:
        """The workspace of whoever is reached so; None if they have none."""
        return await Workspace.reached_by(self._unit, identity, self._clock)

    async def workspace(self, person: str, clinic: str | None) -> Workspace | None:
        """The workspace of a person at a clinic, the one they look at if None; None if it is gone."""
        return await Workspace.find(self._unit, person, self._clock, clinic)

    def jobs(self, person: str) -> Jobs:
        """What a person has ordered."""
        return Jobs(self._queue, self._unit, person)

    def chat(self, number: int) -> KeptChat:
        """What is kept of a chat."""
        return KeptChat(self._unit, number, self._clock)
