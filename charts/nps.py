"""NPS as a diverging bar: detractors to the left, promoters to the right, passives around the middle."""

from collections.abc import Sequence
from typing import Final

from charts.canvas import MARGIN, ROOM, Canvas
from charts.frame import frame, of_subject
from charts.lettering import Style
from charts.palette import BLUE, INK, NEUTRAL, VERMILION
from charts.requests import NpsChart
from locales.texts import Speaker
from locales.writing import Writer

SHARE: Final = Style(52, INK, bold=True)
WORD: Final = Style(37, INK)
_BAR: Final = 150
_GAP: Final = 24
_AXIS: Final = 4
_BEYOND: Final = 26


def draw_nps(canvas: Canvas, request: NpsChart, speaker: Speaker) -> None:
    """Draw the answers of `request` in the language of `speaker`."""
    writer = Writer(speaker.language)
    nps = request.nps
    subtitle = of_subject(request.subject, speaker.plain("chart-nps-subtitle", answers=nps.answers))
    room = frame(canvas, _title(request, speaker, writer), subtitle, [speaker.plain("chart-nps-note")])
    passives = nps.answers - nps.promoters - nps.detractors
    parts = (
        ("detractors", nps.detractors / nps.answers, VERMILION),
        ("passives", passives / nps.answers, NEUTRAL),
        ("promoters", nps.promoters / nps.answers, BLUE),
    )
    middle = (room.bottom + room.top) / 2
    # The middle of the passives stands at zero; the longer side takes its half of the room.
    reach = max(parts[0][1], parts[2][1]) + parts[1][1] / 2
    per_share = ROOM / 2 / reach
    zero = MARGIN + ROOM / 2
    left = zero - (parts[1][1] / 2 + parts[0][1]) * per_share
    centres = []
    for _, share, colour in parts:
        centres.append(left + share * per_share / 2)
        canvas.bar(left, middle - _BAR / 2, share * per_share, _BAR, colour)
        left += share * per_share
    canvas.bar(zero - _AXIS / 2, middle - _BAR / 2 - _BEYOND, _AXIS, _BAR + 2 * _BEYOND, INK)
    shares = [writer.share(share) for _, share, _ in parts]
    words = [speaker.plain(f"chart-nps-{key}") for key, _, _ in parts]
    halves = [max(SHARE.width(one), WORD.width(word)) / 2 for one, word in zip(shares, words, strict=True)]
    for written, word, centre in zip(shares, words, _apart(centres, halves), strict=True):
        canvas.write(written, centre, middle + _BAR / 2 + _BEYOND + _GAP, SHARE, "center")
        canvas.write(word, centre, middle - _BAR / 2 - _BEYOND - _GAP - WORD.ascent, WORD, "center")


def _apart(centres: Sequence[float], halves: Sequence[float]) -> list[float]:
    """Centres moved no more than needed for texts of these half widths neither to touch nor to leave."""
    placed = list(centres)
    edge = float(MARGIN)
    for number, half in enumerate(halves):
        placed[number] = max(placed[number], edge + half)
        edge = placed[number] + half + _GAP
    edge = float(MARGIN + ROOM)
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], edge - halves[number])
        edge = placed[number] - halves[number] - _GAP
    return placed


def _title(request: NpsChart, speaker: Speaker, writer: Writer) -> str:
    nps = request.nps
    if not nps.headline:
        return speaker.plain("chart-nps-title-few", answers=nps.answers)
    low, high = (writer.count(bound, signed=True) for bound in (nps.low, nps.high))
    return speaker.plain("chart-nps-title", nps=writer.count(nps.value, signed=True), low=low, high=high)
