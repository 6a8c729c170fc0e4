"""How many tasks run side by side in a process: each kind of work has room of its own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slots:
    """Room for tasks of some kinds, which nothing else takes and which they do not leave.

    Whoever waits for it is let in by turns: one task of each lock, then the next of each.
    """

    kinds: frozenset[str]
    number: int


@dataclass(frozen=True, slots=True)
class QueueRoom:
    """The whole of it: `others` tasks of kinds without slots of their own, and the slots."""

    others: int
    slots: Sequence[Slots] = ()

    def is_limited(self, kind: str) -> bool:
        """Whether tasks of a kind take turns in slots of their own."""
        return any(kind in slots.kinds for slots in self.slots)
