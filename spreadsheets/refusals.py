"""Why a file is not taken in: a reason, and the figures its sentence needs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class RefusalReason(StrEnum):
    """What stands in the way of a whole file."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"
    PASSWORD = "password"  # noqa: S105 - a reason, opens nothing
    NOT_SPREADSHEET = "not-spreadsheet"
    SEVERAL_IN_ARCHIVE = "several-in-archive"
    TOO_HEAVY = "too-heavy"
    NO_ROWS = "no-rows"
    NO_COLUMNS = "no-columns"
    EMPTY_TEMPLATE = "empty-template"
    FORMULAS = "formulas"


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """One file not taken in.

    found: what was there instead: the kind of a file that is no spreadsheet, or the headers of a table
    without the columns needed; letters: of these columns, shape: of the table, as a preview has it;
    missing: the fields that were looked for; count: of tables; limit: megabytes.
    """

    reason: RefusalReason
    found: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    shape: str = ""
    missing: tuple[str, ...] = ()
    count: int = 0
    limit: int = 0

    @property
    def key(self) -> str:
        """The key of the sentence for the person."""
        return f"sheet-refused-{self.reason}"


class FileRefusedError(Exception):
    """A file that is not taken in; says why."""

    def __init__(self, refusal: FileRefusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


MEGABYTE: Final = 1_000_000


def refuse(reason: RefusalReason, *found: str, count: int = 0, limit: int = 0) -> FileRefusedError:
    """The exception to raise for a reason."""
    return FileRefusedError(FileRefusal(reason, found=found, count=count, limit=limit))
