"""What was just fetched and read, in memory only, for the next button under its preview."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from files.child import FileRead

_ROOM: Final = 100_000_000
_SECONDS: Final = 600.0


@dataclass(slots=True)
class _Recent:
    content: bytes
    forgetting: asyncio.TimerHandle
    reading: tuple[str, bytes, FileRead] | None = None
    """The answers and the clinic's key it was last read with, and as what."""

    @property
    def size(self) -> int:
        return len(self.content) + (len(self.reading[2].rows) if self.reading else 0)


class RecentFiles:
    """Files by upload: the latest, `room` bytes of them at most, each for ten minutes since its last use.

    What is forgotten is fetched and read again, so nothing depends on finding it here.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._files: OrderedDict[str, _Recent] = OrderedDict()

    def content(self, upload_id: str) -> bytes | None:
        """The bytes of an upload's file, if it is still here."""
        found = self._files.get(upload_id)
        return found.content if found else None

    def reading(self, upload_id: str, answers: str, key: bytes) -> FileRead | None:
        """What an upload's file was read as with these answers and this key of its clinic."""
        found = self._files.get(upload_id)
        if found is None or found.reading is None or found.reading[:2] != (answers, key):
            return None
        return found.reading[2]

    def keep(self, upload_id: str, content: bytes) -> None:
        """Keep a file that was fetched."""
        self.forget(upload_id)
        timer = asyncio.get_running_loop().call_later(_SECONDS, self.forget, upload_id)
        self._files[upload_id] = _Recent(content, timer)
        self._make_room()

    def keep_reading(self, upload_id: str, answers: str, key: bytes, read: FileRead) -> None:
        """Keep what a file was read as, in place of any earlier reading of it."""
        found = self._files.get(upload_id)
        if found is not None:
            found.reading = answers, key, read
            self._files.move_to_end(upload_id)
            self._make_room()

    def forget(self, upload_id: str) -> None:
        """Let a file go."""
        found = self._files.pop(upload_id, None)
        if found is not None:
            found.forgetting.cancel()

    def _make_room(self) -> None:
        while sum(recent.size for recent in self._files.values()) > self._room and len(self._files) > 1:
            self.forget(next(iter(self._files)))
