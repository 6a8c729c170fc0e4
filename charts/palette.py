"""Colours that colour-blind readers tell apart, and the 64 of them a picture is stored in."""

from functools import cache
from typing import Final

from PIL import Image

PAPER: Final = "#FFFFFF"
INK: Final = "#1F2933"
MUTED: Final = "#5B6673"
GRID: Final = "#E3E8ED"
NEUTRAL: Final = "#A9B4BF"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
GREEN: Final = "#009E73"
ORANGE: Final = "#E69F00"

RUST: Final = "#A84300"
LEAF: Final = "#00704F"
"""Vermilion and green for letters."""
BAND: Final = "#CCE3F0"
FUTURE: Final = "#F0F2F4"
HEAT: Final = (
    "#E4F0F7",
    "#C3DEEE",
    "#9CC9E2",
    "#6FB0D4",
    "#4C9DCA",
    "#1A7CB4",
    "#00639C",
    "#004B78",
)
"""One hue from little to much."""

MOST_COLOURS: Final = 64
_LETTERS: Final = {INK: 10, MUTED: 8, BLUE: 7, RUST: 6, LEAF: 6}
_LINES: Final = {VERMILION: 3, GREEN: 2}
_SHARP: Final = (GRID, NEUTRAL, ORANGE, BAND, FUTURE, *HEAT)
_SHADES: Final = {**_LETTERS, **_LINES, **dict.fromkeys(_SHARP, 1)}
"""Steps from each colour to the paper: letters and lines are smoothed, bars are sharp. More, larger files."""

_Rgb = tuple[int, int, int]


@cache
def stored_colours() -> Image.Image:
    """An image whose palette holds the paper, every colour above and their shades."""
    colours = [_rgb(PAPER)]
    for name, steps in _SHADES.items():
        colours += [_towards_paper(_rgb(name), step / steps) for step in range(steps)]
    if len(colours) > MOST_COLOURS:
        raise ValueError(f"a palette holds {MOST_COLOURS} colours, not {len(colours)}")
    image = Image.new("P", (1, 1))
    image.putpalette([level for colour in colours for level in colour])
    return image


def _rgb(name: str) -> _Rgb:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def _towards_paper(colour: _Rgb, share: float) -> _Rgb:
    red, green, blue = (round(level + (255 - level) * share) for level in colour)
    return red, green, blue
