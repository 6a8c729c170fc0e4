"""What the bot asks the process that reads and writes files, and what it may cost.

An order is two parts, the JSON of `Order` and what it is about: the file to read, or the JSON of what to
write. The answer is two parts too: the preview as JSON and the rows, or the ending of a workbook's name and
the workbook; one part alone is the refusal as JSON. Nothing is pickled: what a hostile file makes of the
process must not run in the bot.
"""

from dataclasses import dataclass
from enum import StrEnum

from metrics.funnel import Figure
from spreadsheets.mapping import Answers, DateOrder
from spreadsheets.opening import Limits
from spreadsheets.synonyms import Field


class Work(StrEnum):
    """What can be asked."""

    READ = "read"
    TEMPLATE = "template"
    ANNOTATE = "annotate"


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
class Order:
    """What to do with a file: a person's language, their answers as pairs, and the limits for it."""

    work: Work
    language: str
    sheets: tuple[str, ...]
    columns: tuple[tuple[str, str | None], ...]
    date_order: DateOrder | None
    rows: tuple[tuple[str, Figure | None], ...]
    year: int | None
    limits: Limits
    budget: Budget

    @classmethod
    def of(
        cls, work: Work, answers: Answers, limits: Limits, budget: Budget, language: str = "ru"
    ) -> "Order":
        columns = tuple((letter, field) for letter, field in answers.columns.items())
        rows = tuple(answers.rows.items())
        return cls(
            work, language, answers.sheets, columns, answers.date_order, rows, answers.year, limits, budget
        )

    @property
    def answers(self) -> Answers:
        """The answers the order was made of."""
        columns = {letter: Field(field) if field else None for letter, field in self.columns}
        return Answers(self.sheets, columns, self.date_order, dict(self.rows), self.year)
