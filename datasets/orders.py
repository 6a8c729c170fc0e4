"""What the process that reckons is asked for: an analysis of a clinic's uploads, or the visits to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from datasets.merging import UploadRows
from metrics.encoding import from_json, to_json
from metrics.selection import WHOLE, Selection


class WantedReckoning(StrEnum):
    """ANALYSIS takes milliseconds; OUTLOOK fits the models of behaviour, which takes seconds."""

    ANALYSIS = "analysis"
    OUTLOOK = "outlook"


@dataclass(frozen=True, slots=True)
class ReckoningOrder:
    """What to reckon. The same order on the same uploads has the same answer.

    as_of: the newest day that is known. decisions: their days. window_months: the window of LTV that segments
    of one clinic share; None to choose it.
    """

    wanted: WantedReckoning
    as_of: date
    selection: Selection = WHOLE
    decisions: tuple[date, ...] = ()
    window_months: int | None = None

    @property
    def day(self) -> date:
        """The day to reckon as of."""
        return self.selection.until or self.as_of


def join_memory(memory: int, order: Sequence[bytes]) -> list[bytes]:
    """An order with the bytes of address space that carrying it out may take."""
    return [str(memory).encode(), *order]


def split_memory(parts: Sequence[bytes]) -> tuple[int, Sequence[bytes]]:
    """What `join_memory` joined."""
    return int(parts[0]), parts[1:]


def to_parts(order: ReckoningOrder, uploads: Sequence[UploadRows]) -> list[bytes]:
    """The order and the uploads as they travel to the process."""
    return [to_json(order).encode(), *(upload.content for upload in uploads)]


def from_parts(parts: Sequence[bytes]) -> tuple[ReckoningOrder, list[UploadRows]]:
    """What `to_parts` sent."""
    return from_json(ReckoningOrder, parts[0].decode()), [UploadRows(content) for content in parts[1:]]
