"""Fitting texts into the room they have: by wrapping, by a smaller size, at last by leaving out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from charts.lettering import Style

SOFT_HYPHEN: Final = "\u00ad"
HYPHEN: Final = "-"
ELLIPSIS: Final = "…"


def fitted(style: Style, texts: Iterable[str], room: float) -> Style:
    """The style, made small enough for every one of the texts to fit into `room` pixels on one line."""
    widest = max((style.width(text) for text in texts), default=0.0)
    return style if widest <= room else style.scaled(room / widest)


def shortened(text: str, style: Style, room: float) -> str:
    """The text if it fits into `room` pixels, else as much of its beginning as does, with an ellipsis."""
    if style.width(text) <= room:
        return text
    count = bisect_right(range(1, len(text)), room, key=lambda end: style.width(text[:end] + ELLIPSIS))
    return text[:count].rstrip() + ELLIPSIS


def wrapped(text: str, style: Style, room: float, most_lines: int) -> tuple[str, ...]:
    """The text in lines of at most `room` pixels, broken at spaces and hyphens, or within a long word.

    What does not fit into `most_lines` is left out behind an ellipsis.
    """
    lines: list[str] = []
    while len(lines) < most_lines - 1 and style.width(_spoken(text)) > room:
        line, text = _first_line(text, style, room)
        lines.append(line)
    return (*lines, shortened(_spoken(text), style, room))


def balanced(text: str, style: Style, room: float) -> tuple[Style, tuple[str, ...]]:
    """The text on one line if it fits, else on two of like length, made smaller if even they do not fit."""
    if style.width(text) <= room:
        return style, (text,)
    words = text.split(" ")
    halves = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    if not halves:
        return fitted(style, [text], room), (text,)
    lines = min(halves, key=lambda pair: max(style.width(line) for line in pair))
    return fitted(style, lines, room), lines


def _first_line(text: str, style: Style, room: float) -> tuple[str, str]:
    breaks = [at for at, character in enumerate(text) if character in {" ", HYPHEN, SOFT_HYPHEN}]
    fitting = _how_many_fit([_line(text, at) for at in breaks], style, room)
    if fitting:
        at = breaks[fitting - 1]
        return _line(text, at), text[at + 1 :]
    ends = range(1, len(text))
    at = max(1, _how_many_fit([text[:end] for end in ends], style, room))
    return text[:at], text[at:]


def _how_many_fit(lines: Sequence[str], style: Style, room: float) -> int:
    return bisect_right(lines, room, key=style.width)


def _line(text: str, at: int) -> str:
    return _spoken(text[:at]) + (HYPHEN if text[at] in {HYPHEN, SOFT_HYPHEN} else "")


def _spoken(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "")
