"""NPS as a diverging bar: detractors to the left, promoters to the right, passives around the zero line."""

from collections.abc import Sequence
from typing import Final

from charts.canvas import Canvas
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
    middle = (room.bottom + room.top) / 2
    passives = nps.answers - nps.promoters - nps.detractors
    shares = [count / nps.answers for count in (nps.detractors, passives, nps.promoters)]
    centres = _draw_bar(canvas, middle, shares)
    written = [writer.share(share) for share in shares]
    words = [speaker.plain(f"chart-nps-{key}") for key in ("detractors", "passives", "promoters")]
    halves = [max(SHARE.width(one), WORD.width(word)) / 2 for one, word in zip(written, words, strict=True)]
    for share, word, centre in zip(written, words, _apart(canvas, centres, halves), strict=True):
        canvas.write(share, centre, middle + _BAR / 2 + _BEYOND + _GAP, SHARE, "center")
        canvas.write(word, centre, middle - _BAR / 2 - _BEYOND - _GAP - WORD.ascent, WORD, "center")


def _draw_bar(canvas: Canvas, middle: float, shares: Sequence[float]) -> list[float]:
    """The bar across the whole width, and zero in the middle of the passives; returns the parts' centres."""
    left, centres = canvas.left, []
    for share, colour in zip(shares, (VERMILION, NEUTRAL, BLUE), strict=True):
        centres.append(left + share * canvas.room / 2)
        canvas.bar(left, middle - _BAR / 2, share * canvas.room, _BAR, colour)
        left += share * canvas.room
    zero = min(max(centres[1] - _AXIS / 2, canvas.left), canvas.right - _AXIS)
    canvas.bar(zero, middle - _BAR / 2 - _BEYOND, _AXIS, _BAR + 2 * _BEYOND, INK)
    return centres


def _apart(canvas: Canvas, centres: Sequence[float], halves: Sequence[float]) -> list[float]:
    """Centres moved no more than needed for texts of these half widths neither to touch nor to leave."""
    placed = list(centres)
    edge = canvas.left
    for number, half in enumerate(halves):
        placed[number] = max(placed[number], edge + half)
        edge = placed[number] + half + _GAP
    edge = canvas.right
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
