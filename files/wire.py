"""What the bot asks the process that reads and writes files, and what it may cost.

An order is the JSON of `FileOrder` and what it is about: the file to read, the JSON of what to write, or the
rows that were kept, a part for each upload. The answer is two parts: the preview as JSON and the rows, or the
ending of a workbook's name and the workbook; one part alone is the refusal as JSON, or the years. Nothing is
pickled: what a hostile file makes of the process must not run in the bot.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import Limits


class Work(StrEnum):
    """What can be asked."""

    READ = "read"
    TEMPLATE = "template"
    ANNOTATE = "annotate"
    PLAN = "plan"
    CHANNEL_PLAN = "channel_plan"
    YEARS = "years"
    VISITS = "visits"


@dataclass(frozen=True, slots=True)
class TemplateOrder:
    """A template to write: its language, and the year of its figures."""

    language: str
    year: int


@dataclass(frozen=True, slots=True)
class Budget:
    """What reading one file may cost: bytes of address space, seconds of processor, seconds by the clock.

    The libraries and their threads alone take 1.4 GB of addresses; 18 MB of workbook (500 000 rows) took
    0.3 GB more, and 0.43 GB of memory.
    """

    memory: int = 2_000_000_000
    cpu: int = 15
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class FileOrder:
    """What to do with a file, and what that may cost.

    said: a person's answers about the file, as JSON; patient_key: for the pseudonyms of its patients, as hex,
    None if nobody will keep its rows; language: of what is written into a copy of it; today: rows of later
    days are bookings, None if nobody knows.
    """

    work: Work
    said: str
    limits: Limits
    budget: Budget
    patient_key: str | None = None
    language: str = ""
    today: date | None = None

    @property
    def key(self) -> bytes | None:
        """What the patients' ids are hashed with, before anything of the file leaves the process."""
        return None if self.patient_key is None else bytes.fromhex(self.patient_key)

    @property
    def answers(self) -> UploadAnswers:
        """The answers the order was made of."""
        return UploadAnswers.from_json(self.said)
