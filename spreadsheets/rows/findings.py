"""What was decided about a table's rows, each with its evidence, for the preview and the console."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What was found, so that somebody can be told."""

    GROUP_DAYS = "group_days"
    GROUP_NAMES = "group_names"
    FILLED_DOWN = "filled_down"
    SHEET_SAYS = "sheet_says"
    THOUSANDS = "thousands"
    REPEATED_TOTAL = "repeated_total"
    LEDGER = "ledger"
    REFUNDS = "refunds"
    REFUND_COLUMN = "refund_column"
    ADVANCES = "advances"
    NO_SHOWS = "no_shows"
    CANCELLED = "cancelled"
    BOOKINGS = "bookings"
    IGNORED = "ignored"
    SWAPPED_DAYS = "swapped_days"
    FAR_DAYS = "far_days"
    SPELLINGS = "spellings"
    OTHER_CURRENCY = "other_currency"
    OUTLIER = "outlier"
    NAMES_HIDDEN = "names_hidden"
    ADDED_PARTS = "added_parts"
    MULTIPLIED = "multiplied"


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One thing that was decided: rows and kopecks it is about, and the words its sentence needs."""

    kind: FindingKind
    rows: int = 0
    kopecks: int = 0
    details: tuple[str, ...] = ()
