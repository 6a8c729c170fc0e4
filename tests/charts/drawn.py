"""What stands where in a composed picture: the boxes of its texts and bars, in pixels."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text

from charts.canvas import MARGIN, WIDTH, Canvas
from charts.drawing import compose
from charts.palette import GRID, PAPER
from charts.requests import ChartRequest

TOLERANCE = 0.5
GRID_LINE = 2
LEAST_CONTRAST = 4.5


class Box(NamedTuple):
    """A text (`what` is its words) or a bar (`what` is its colour)."""

    what: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right - TOLERANCE
            and other.left < self.right - TOLERANCE
            and self.bottom < other.top - TOLERANCE
            and other.bottom < self.top - TOLERANCE
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


class Drawn:
    """The texts, from the top down, and the bars, lines, areas and dots of a request's picture.

    Points of lines, corners of areas and centres of dots are (n, 2), in pixels.
    """

    def __init__(self, request: ChartRequest) -> None:
        canvas: Canvas = compose(request)
        agg = canvas.figure.canvas
        assert isinstance(agg, FigureCanvasAgg)
        renderer = agg.get_renderer()  # type: ignore[no-untyped-call]
        artists = canvas.figure.artists
        self.letters = [artist for artist in artists if isinstance(artist, Text)]
        boxes = [Box(text.get_text(), *text.get_window_extent(renderer).extents) for text in self.letters]
        self.texts = sorted(boxes, key=lambda box: -box.top)
        self.colours = {
            box: to_hex(text.get_color()).upper() for box, text in zip(boxes, self.letters, strict=True)
        }
        """Of each text in `texts`."""
        self.bars = [
            Box(to_hex(bar.get_facecolor()).upper(), *_corners(bar))
            for bar in artists
            if isinstance(bar, Rectangle)
        ]
        self.lines: list[npt.NDArray[np.float64]] = [
            np.asarray(line.get_xydata(), np.float64) for line in artists if isinstance(line, Line2D)
        ]
        self.areas: list[npt.NDArray[np.float64]] = [
            np.asarray(area.get_xy(), np.float64) for area in artists if isinstance(area, Polygon)
        ]
        self.dots = [
            Box(to_hex(dot.get_facecolor()).upper(), *dot.get_window_extent(renderer).extents)
            for dot in artists
            if isinstance(dot, Circle)
        ]
        self.height = canvas.height

    @property
    def title(self) -> str:
        """The bold words at the left edge, on one line."""
        bold = (text for text in self.letters if text.get_fontweight() == "bold")
        return " ".join(text.get_text() for text in bold if text.get_position()[0] == MARGIN)

    @property
    def words(self) -> str:
        """Everything written, from the top down."""
        return "\n".join(box.what for box in self.texts)

    def of_colour(self, colour: str) -> Box:
        """The only bar of a colour."""
        (bar,) = [bar for bar in self.bars if bar.what == colour]
        return bar

    def bars_of(self, colour: str) -> list[Box]:
        """The bars of a colour, from the left."""
        return sorted((bar for bar in self.bars if bar.what == colour), key=lambda bar: bar.left)


def assert_well_laid_out(request: ChartRequest) -> Drawn:
    """Nothing leaves the canvas, no texts touch, a text stands beside a bar or within it, readable."""
    drawn = Drawn(request)
    for text in drawn.texts:
        assert text.width > 0, text
        assert text.left >= MARGIN - 2, text
        assert text.right <= WIDTH - MARGIN + 2, text
        assert text.bottom >= 0, text
        assert text.top <= drawn.height, text
    for one, other in combinations(drawn.texts, 2):
        assert not one.overlaps(other), (one, other)
    for bar in drawn.bars:
        assert bar.left >= 0, bar
        assert bar.right <= WIDTH - MARGIN + TOLERANCE, bar
        assert bar.bottom >= 0, bar
        assert bar.top <= drawn.height, bar
    for text in drawn.texts:
        for bar in drawn.bars:
            if text.overlaps(bar) and not _is_grid(bar):
                assert bar.holds(text), (text, bar)
                assert contrast(drawn.colours[text], bar.what) >= LEAST_CONTRAST, (text, bar)
    for points in (*drawn.lines, *drawn.areas):
        assert np.isfinite(points).all()
        assert (points >= 0).all()
        assert (points <= [WIDTH - MARGIN, drawn.height]).all()
    for dot in drawn.dots:
        assert 0 <= dot.left < dot.right <= WIDTH, dot
        assert 0 <= dot.bottom < dot.top <= drawn.height, dot
    return drawn


def contrast(one: str, other: str = PAPER) -> float:
    """Contrast of two colours, 1..21. Source: WCAG 2.2, contrast ratio and relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _corners(bar: Rectangle) -> tuple[float, float, float, float]:
    """Left, bottom, right, top; a bar may have been drawn downwards."""
    across = sorted((bar.get_x(), bar.get_x() + bar.get_width()))
    upwards = sorted((bar.get_y(), bar.get_y() + bar.get_height()))
    return across[0], upwards[0], across[1], upwards[1]


def _is_grid(bar: Box) -> bool:
    return bar.what == GRID and bar.height <= GRID_LINE
