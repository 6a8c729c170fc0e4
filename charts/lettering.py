"""Fonts, text styles and the exact widths of texts, in pixels."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from matplotlib import rcParams
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

DPI: Final = 80
FAMILIES: Final = ("Roboto", "DejaVu Sans")
_ASCENT: Final = 2146 / 2048
_DESCENT: Final = 555 / 2048
_CAPITAL: Final = 1456 / 2048
"""Roboto's own measures, in parts of the size: of the tallest and the deepest letter, and of a capital."""
_POINTS_PER_INCH: Final = 72
_FONT_FOLDER: Final = Path(str(files("font_roboto"))) / "files"

# Letters this large gain nothing from hinting, and it takes half the time of measuring and drawing them.
rcParams["text.hinting"] = "none"
for _face in ("Roboto-Regular.ttf", "Roboto-Bold.ttf"):
    fontManager.addfont(_FONT_FOLDER / _face)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: size in pixels, colour, weight."""

    size: float
    colour: str
    bold: bool = False

    @property
    def ascent(self) -> float:
        """Height over the base line that a text may take, in pixels."""
        return self.size * _ASCENT

    @property
    def descent(self) -> float:
        """Depth under the base line that a text may take, in pixels."""
        return self.size * _DESCENT

    @property
    def line_height(self) -> float:
        """Distance between the base lines of two lines that just do not touch, in pixels."""
        return self.ascent + self.descent

    @property
    def capital_height(self) -> float:
        """Height of a capital letter or a digit over the base line, in pixels."""
        return self.size * _CAPITAL

    @property
    def font(self) -> FontProperties:
        """The same for matplotlib, which counts in points."""
        return _font(self.size, bold=self.bold)

    def scaled(self, factor: float) -> "Style":
        """The same look, smaller or larger."""
        return replace(self, size=self.size * factor)

    def width(self, text: str) -> float:
        """Width of one line of text, in pixels."""
        return _width(text, self.size, bold=self.bold)


def drawable(name: str) -> str:
    """A name typed by a person as it can be drawn: one line, no invisible or unknown characters.

    Emoji and scripts without a glyph are left out, stacked accents reduced to one: the picture keeps its
    layout and the message beside it has the full name. May be empty.
    """
    kept = ""
    for character in unicodedata.normalize("NFC", " ".join(name.split())):
        kind = unicodedata.category(character)
        if kind[0] == "C" or ord(character) not in _known_characters():
            continue
        if kind in {"Mn", "Me"} and (not kept or unicodedata.category(kept[-1]) in {"Mn", "Me", "Zs"}):
            continue
        kept += character
    return " ".join(kept.split())


@cache
def _known_characters() -> frozenset[int]:
    fonts = [get_font(findfont(family)) for family in FAMILIES]
    return frozenset().union(*(font.get_charmap() for font in fonts))


@lru_cache(maxsize=64)
def _font(size: float, *, bold: bool) -> FontProperties:
    points = size * _POINTS_PER_INCH / DPI
    return FontProperties(family=list(FAMILIES), size=points, weight="bold" if bold else "normal")


@lru_cache(maxsize=1024)
def _width(text: str, size: float, *, bold: bool) -> float:
    font = _font(size, bold=bold)
    width, _, _ = _ruler().get_text_width_height_descent(text, font, ismath=False)  # type: ignore[no-untyped-call]
    return float(width)


@cache
def _ruler() -> RendererAgg:
    return RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]
