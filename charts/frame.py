"""What every picture has: the finding as its title, a line under it, a note at the foot, room between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.canvas import HEIGHT, MARGIN, ROOM, Canvas
from charts.layout import balanced, shortened
from charts.lettering import Style
from charts.palette import INK, MUTED

TITLE: Final = Style(52, INK, bold=True)
SUBTITLE: Final = Style(36, MUTED)
NOTE: Final = Style(30, MUTED)
_GAP: Final = 5
_AROUND_ROOM: Final = 14


@dataclass(frozen=True, slots=True)
class Room:
    """What is left between the heading and the note, in pixels from the bottom."""

    bottom: float
    top: float


def frame(canvas: Canvas, title: str, subtitle: str, notes: Sequence[str]) -> Room:
    """Write the title on one or two lines, the subtitle and the notes on one line each."""
    style, lines = balanced(title, TITLE, ROOM)
    baseline = HEIGHT - MARGIN - style.capital_height
    canvas.write_lines(lines, MARGIN, baseline, style)
    baseline -= (len(lines) - 1) * style.line_height + style.descent + _GAP + SUBTITLE.ascent
    canvas.write(shortened(subtitle, SUBTITLE, ROOM), MARGIN, baseline, SUBTITLE)
    foot = MARGIN + (len(notes) - 1) * NOTE.line_height
    canvas.write_lines([shortened(note, NOTE, ROOM) for note in notes], MARGIN, foot, NOTE)
    return Room(bottom=foot + NOTE.ascent + _AROUND_ROOM, top=baseline - SUBTITLE.descent - _AROUND_ROOM)
