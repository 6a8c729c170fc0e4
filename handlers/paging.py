"""A long list as pages of buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.window import Button, columns
from locales.texts import Speaker

ON_A_PAGE = 8

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list: what it shows, its number from 0, and how many there are."""

    shown: Sequence[Item]
    number: int
    count: int

    @property
    def start(self) -> int:
        """The place in the list of the first it shows."""
        return self.number * ON_A_PAGE

    def turns(self, speak: Speaker, button: Callable[[str, int], Button]) -> tuple[tuple[Button, ...], ...]:
        """The row of buttons to the pages beside it, round and round; none where there is one page.

        button: makes one of its label and the page it leads to.
        """
        if self.count == 1:
            return ()
        where = speak.plain("filter-page", page=self.number + 1, pages=self.count)
        before, after = (self.number - 1) % self.count, (self.number + 1) % self.count
        return ((button("‹", before), button(where, self.number), button("›", after)),)


def page_of(items: Sequence[Item], number: int) -> Page[Item]:
    """A page of a list; of one there is none of, the nearest."""
    count = max(1, -(-len(items) // ON_A_PAGE))
    number = min(max(number, 0), count - 1)
    return Page(items[number * ON_A_PAGE : (number + 1) * ON_A_PAGE], number, count)


def turn(label: str, page: int) -> Button:
    """The button of a window that leads to a page, `page:<number>`."""
    return Button(f"page:{page}", label)


def page_rows(
    speak: Speaker, labels: Sequence[str], number: int, *, width: int = 1
) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a page, `pick:<place in the list>`, and those to the other pages."""
    page = page_of(labels, number)
    shown = [Button(f"pick:{place}", label) for place, label in enumerate(page.shown, page.start)]
    return (*columns(shown, width), *page.turns(speak, turn))


def picked(labels: Sequence[str], place: str) -> str | None:
    """The label a pressed `pick:<place>` stands for; None for a place that is not in the list (any more)."""
    return labels[int(place)] if place.isdecimal() and int(place) < len(labels) else None
