"""What is kept of one chat with the bot: its redrawn pictures, the buttons just answered."""

from datetime import datetime, timedelta
from typing import Final

from clock import Clock
from storage.repositories.chats import forget_chat
from storage.repositories.pictures import Pictures
from storage.repositories.taps import Taps
from storage.unit_of_work import UnitOfWork

DOUBLE_TAP: Final = timedelta(seconds=1)
"""After the answer to a tap: another one that comes in until then was meant for the same thing."""


class KeptChat:
    """One chat, by the messenger's number, within one unit of work."""

    def __init__(self, unit: UnitOfWork, number: int, clock: Clock) -> None:
        self._unit = unit
        self._number = number
        self._clock = clock
        self._pictures = Pictures(unit, number)
        self._taps = Taps(unit)

    def want_picture(self, slot: str, job: str) -> None:
        """The picture in `slot` is to be drawn by this job; those before it need not be drawn any more."""
        self._pictures.want(slot, job)

    async def wants_picture(self, slot: str, job: str) -> bool:
        """Whether the picture in `slot` is still to be drawn by this job: none was ordered after it."""
        found = await self._pictures.find(slot)
        return found is not None and found[0] == job

    async def picture(self, slot: str) -> int | None:
        """The message that shows the picture in `slot`; None if it was not sent yet."""
        found = await self._pictures.find(slot)
        return None if found is None else found[1]

    def picture_shown(self, slot: str, message: int) -> None:
        """The picture in `slot` is shown by this message."""
        self._pictures.shown(slot, message)

    async def is_second_tap(self, message: int, button: str, received: datetime) -> bool:
        """Whether a tap that came in at this moment repeats one that was answered within `DOUBLE_TAP`."""
        # Noted later than now: by a clock that has been put back since. It says nothing of this tap.
        noted = received - DOUBLE_TAP, self._clock.now()
        return await self._taps.is_answered(self._number, message, button, noted=noted)

    def tap_answered(self, message: int, button: str) -> None:
        """Note that a button is answered, together with what it did, for every process to see."""
        self._taps.answer(self._number, message, button, self._clock.now())

    def forget(self) -> None:
        """Delete all that is known of the chat."""
        forget_chat(self._unit, self._number)
