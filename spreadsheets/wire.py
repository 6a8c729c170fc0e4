"""What the bot asks the process that reads files, and what it may cost.

An order is two parts, the JSON of `Order` and the file; the answer is the preview as JSON and the rows, or
one part, the refusal as JSON. Nothing is pickled: what a hostile file makes of the process must not run in
the bot.
"""

from dataclasses import dataclass

from spreadsheets.mapping import Answers, DateOrder
from spreadsheets.opening import Limits
from spreadsheets.synonyms import Field


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
    """What to do with a file: a person's answers as pairs, and the limits for it."""

    sheets: tuple[str, ...]
    columns: tuple[tuple[str, str | None], ...]
    date_order: DateOrder | None
    limits: Limits
    budget: Budget

    @classmethod
    def of(cls, answers: Answers, limits: Limits, budget: Budget) -> "Order":
        columns = tuple((letter, field) for letter, field in answers.columns.items())
        return cls(answers.sheets, columns, answers.date_order, limits, budget)

    @property
    def answers(self) -> Answers:
        """The answers the order was made of."""
        columns = {letter: Field(field) if field else None for letter, field in self.columns}
        return Answers(self.sheets, columns, self.date_order)
