"""The bot's side of the process that reckons, `python -m datasets`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from datasets.merging import UploadRows
from datasets.orders import ReckoningOrder, WantedReckoning, join_memory, to_parts
from metrics.analysis import Analysis
from metrics.encoding import from_json
from metrics.outlook import OutlookReport
from workers.worker import Worker

_SECONDS: Final = 120.0
_MEMORY: Final = 3_000_000_000
"""Bytes of address space. The libraries take 1.5 GB of it, a million visits 0.2 GB more,
five million in twenty uploads 0.6 GB, and 1.2 GB of memory."""


class Reckoner(Worker):
    """Reckons one order after another in a process of its own; cancelling ends the work at once.

    memory: bytes of address space that one order may take; one that needs more fails (WorkerError).
    """

    def __init__(self, memory: int = _MEMORY) -> None:
        super().__init__("datasets", ends_with_caller=True)
        self._memory = memory

    async def analysis(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> Analysis:
        """The analysis of the uploads, all but the visits to expect. Raises WorkerError."""
        parts = to_parts(replace(order, wanted=WantedReckoning.ANALYSIS), uploads)
        return await self.ask(join_memory(self._memory, parts), _analysis, _SECONDS)

    async def outlook(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> OutlookReport | None:
        """The visits to expect; None without patients. Raises WorkerError."""
        parts = to_parts(replace(order, wanted=WantedReckoning.OUTLOOK), uploads)
        return await self.ask(join_memory(self._memory, parts), _outlook, _SECONDS)


def _analysis(parts: list[bytes]) -> Analysis:
    (content,) = parts
    return Analysis.from_json(content.decode())


def _outlook(parts: list[bytes]) -> OutlookReport | None:
    (content,) = parts
    return None if content == b"null" else from_json(OutlookReport, content.decode())
