"""What every picture has: the finding as its title, a line under it, a note at the foot, room between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.canvas import MARGIN, ROOM, Canvas, Words
from charts.layout import balanced, shortened, wrapped
from charts.lettering import Style, drawable
from charts.palette import INK, MUTED

TITLE: Final = Style(52, INK, bold=True)
SUBTITLE: Final = Style(36, MUTED)
NOTE: Final = Style(30, MUTED)
_NOTE_LINES: Final = 2
_LEAST_OF_A_NAME: Final = 240
_GAP: Final = 5
_AROUND_ROOM: Final = 14


@dataclass(frozen=True, slots=True)
class Room:
    """What is left between the heading and the note, in pixels from the bottom."""

    bottom: float
    top: float


def of_subject(subject: str | None, subtitle: str) -> str:
    """The line under a title, with the segment it is about before it."""
    name = drawable(subject or "")
    if not name:
        return subtitle
    rest = f" · {subtitle}"
    return shortened(name, SUBTITLE, max(ROOM - SUBTITLE.width(rest), _LEAST_OF_A_NAME)) + rest


def frame(canvas: Canvas, title: str, subtitle: str, notes: Sequence[str]) -> Room:
    """Write the title and every note on one or two lines, the subtitle on one; on a plain canvas nothing."""
    canvas.words = Words(title, subtitle, tuple(notes))
    if canvas.is_plain:
        return Room(bottom=0.0, top=float(canvas.height))
    style, lines = balanced(title, TITLE, ROOM)
    baseline = canvas.height - MARGIN - style.capital_height
    canvas.write_lines(lines, MARGIN, baseline, style)
    baseline -= (len(lines) - 1) * style.line_height + style.descent + _GAP + SUBTITLE.ascent
    canvas.write(shortened(subtitle, SUBTITLE, ROOM), MARGIN, baseline, SUBTITLE)
    note_lines = [line for note in notes for line in wrapped(note, NOTE, ROOM, _NOTE_LINES)]
    foot = MARGIN + (len(note_lines) - 1) * NOTE.line_height
    canvas.write_lines(note_lines, MARGIN, foot, NOTE)
    return Room(bottom=foot + NOTE.ascent + _AROUND_ROOM, top=baseline - SUBTITLE.descent - _AROUND_ROOM)
