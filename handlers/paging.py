"""A long list as pages of buttons."""

from collections.abc import Sequence

from handlers.window import Button, columns
from locales.texts import Speaker

ON_A_PAGE = 8


def page_rows(
    speak: Speaker, labels: Sequence[str], page: int, *, width: int = 1
) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a page, `pick:<place in the list>`, and those to the other pages, `page:<number>`.

    A page there is none of shows the nearest.
    """
    pages = max(1, -(-len(labels) // ON_A_PAGE))
    page = min(max(page, 0), pages - 1)
    start = page * ON_A_PAGE
    shown = [
        Button(f"pick:{start + place}", label)
        for place, label in enumerate(labels[start : start + ON_A_PAGE])
    ]
    rows = columns(shown, width)
    if pages == 1:
        return rows
    where = speak.plain("filter-page", page=page + 1, pages=pages)
    turns = (Button(f"page:{(page - 1) % pages}", "‹"), Button(f"page:{page}", where),
             Button(f"page:{(page + 1) % pages}", "›"))  # fmt: skip
    return (*rows, turns)


def picked(labels: Sequence[str], place: str) -> str | None:
    """The label a pressed `pick:<place>` stands for; None for a place that is not in the list (any more)."""
    return labels[int(place)] if place.isdecimal() and int(place) < len(labels) else None
