"""Which days of which branch an upload speaks for: from its first row there to its last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days one branch has in an upload, both included.

    branch: its name; empty for rows without one in an upload that names branches; None for an upload that
    names no branches at all, and so may speak for any of them.
    """

    branch: str | None
    first_day: date
    last_day: date
    rows: int

    @property
    def key(self) -> str | None:
        """The branch however it is spelled: uploads of one clinic differ in capitals and spaces."""
        return None if self.branch is None else branch_key(self.branch)


def branch_key(name: str) -> str:
    """A branch's name in one spelling."""
    return " ".join(name.casefold().replace("ё", "е").split())
