"""What every picture has: the finding as its title, a line under it, a note at the foot, room between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.canvas import HEIGHT, MARGIN, ROOM, Canvas
from charts.layout import balanced, shortened
from charts.lettering import ASCENT, DESCENT, Style
from charts.palette import INK, MUTED

TITLE: Final = Style(52, INK, bold=True)
SUBTITLE: Final = Style(36, MUTED)
NOTE: Final = Style(30, MUTED)
_GAP: Final = 14
_AROUND_ROOM: Final = 22


@dataclass(frozen=True, slots=True)
class Room:
    """What is left between the heading and the note, in pixels from the bottom."""

    bottom: float
    top: float


def frame(canvas: Canvas, title: str, subtitle: str, notes: Sequence[str]) -> Room:
    """Write the title on one or two lines, the subtitle and the notes on one line each."""
    style, lines = balanced(title, TITLE, ROOM)
    baseline = HEIGHT - MARGIN - TITLE.size * ASCENT
    canvas.write_lines(lines, MARGIN, baseline, style)
    baseline -= (len(lines) - 1) * style.line_height + style.size * DESCENT + _GAP + SUBTITLE.size * ASCENT
    canvas.write(shortened(subtitle, SUBTITLE, ROOM), MARGIN, baseline, SUBTITLE)
    foot = MARGIN + NOTE.size * DESCENT + (len(notes) - 1) * NOTE.line_height
    canvas.write_lines([shortened(note, NOTE, ROOM) for note in notes], MARGIN, foot, NOTE)
    return Room(
        bottom=foot + NOTE.size * ASCENT + _AROUND_ROOM, top=baseline - SUBTITLE.size * DESCENT - _AROUND_ROOM
    )
