"""Names people give: to a clinic, a segment, a channel, a decision."""

from collections.abc import Iterable
from typing import Protocol

LONGEST_NAME = 60


class Named(Protocol):
    """Something its owner gave a name."""

    @property
    def name(self) -> str | None: ...


def clean_name(text: str) -> str | None:
    """A name as it will be shown, on one line; None if nothing readable is left or it is too long."""
    name = " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())
    return name if 0 < len(name) <= LONGEST_NAME else None


def is_taken(name: str, others: Iterable[Named]) -> bool:
    """Whether one of `others` has this name, in capital or small letters."""
    return any(other.name is not None and other.name.casefold() == name.casefold() for other in others)
