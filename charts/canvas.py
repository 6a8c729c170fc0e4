"""A picture in pixels: bars, lines and texts in, a small PNG or an SVG out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Literal

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from charts.lettering import DPI, Style
from charts.palette import PAPER, stored_colours

WIDTH: Final = 1280
HEIGHT: Final = 960
MARGIN: Final = 48
ROOM: Final = WIDTH - 2 * MARGIN

_COMPRESSION: Final = 7
"""Of 9: as quick as the usual 6 on such pictures and a sixth smaller; 8 takes twice as long."""

POINTS_PER_PIXEL: Final = 72 / DPI
DASH: Final = 12
RING: Final = 4

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a picture: its finding, what it shows, how to read it."""

    title: str
    subtitle: str
    notes: tuple[str, ...]


class Canvas:
    """Draws in whole pixels, the origin at the bottom left.

    `figure` holds what was drawn; every text is one matplotlib `Text` per line. No axes, no automatic layout:
    everything stands where measured widths put it, so a picture is drawn once.
    is_plain: without its words and without margins, for a page that says them itself.
    words: those of the picture, once it is drawn.
    """

    def __init__(self, height: int = HEIGHT, width: int = WIDTH, *, is_plain: bool = False) -> None:
        self.height = height
        self.width = width
        self.is_plain = is_plain
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self._agg = FigureCanvasAgg(self.figure)
        self._placed = Affine2D()
        self.words = Words("", "", ())

    @property
    def margin(self) -> int:
        """Between the edges and what is drawn."""
        return 0 if self.is_plain else MARGIN

    @property
    def left(self) -> float:
        """From where one may draw."""
        return float(self.margin)

    @property
    def right(self) -> float:
        """To where one may draw."""
        return float(self.width - self.margin)

    @property
    def room(self) -> float:
        """How wide one may draw."""
        return self.right - self.left

    def write(self, text: str, x: float, baseline: float, style: Style, align: Align = "left") -> None:
        """One line of text; nothing in it is taken for a formula."""
        self.figure.add_artist(
            Text(
                x,
                baseline,
                text,
                color=style.colour,
                fontproperties=style.font,
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,
                transform=self._placed,
            )
        )

    def write_lines(
        self, lines: Iterable[str], x: float, baseline: float, style: Style, align: Align = "left"
    ) -> None:
        """Lines below each other, the first on `baseline`."""
        for number, line in enumerate(lines):
            self.write(line, x, baseline - number * style.line_height, style, align)

    def bar(self, left: float, bottom: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle with sharp edges; a negative height goes downwards."""
        self.figure.add_artist(
            Rectangle(
                (round(left), round(bottom)),
                round(left + width) - round(left),
                round(bottom + height) - round(bottom),
                facecolor=colour,
                linewidth=0,
                antialiased=False,
                transform=self._placed,
            )
        )

    def line(self, points: Sequence[Point], thick: float, colour: str) -> None:
        """A line through points, `thick` pixels wide, with round corners and ends."""
        self.figure.add_artist(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                color=colour,
                linewidth=thick * POINTS_PER_PIXEL,
                solid_joinstyle="round",
                solid_capstyle="round",
                transform=self._placed,
            )
        )

    def dashed(self, x: float, bottom: float, top: float, thick: float, colour: str) -> None:
        """An upright dashed line."""
        for low in range(round(bottom), round(top), 2 * DASH):
            self.bar(x - thick / 2, low, thick, min(DASH, round(top) - low), colour)

    def area(self, corners: Sequence[Point], colour: str) -> None:
        """A filled polygon."""
        self.figure.add_artist(
            Polygon(corners, facecolor=colour, linewidth=0, antialiased=False, transform=self._placed)
        )

    def dot(self, centre: Point, radius: float, colour: str, inside: str | None = None) -> None:
        """A circle; `inside` is the colour of a hollow one."""
        self.figure.add_artist(
            Circle(
                centre,
                radius,
                facecolor=inside or colour,
                edgecolor=colour,
                linewidth=RING * POINTS_PER_PIXEL if inside else 0,
                transform=self._placed,
            )
        )

    def png(self) -> bytes:
        """The picture in at most 64 colours."""
        self._agg.draw()  # type: ignore[no-untyped-call]
        pixels = self._agg.buffer_rgba()  # type: ignore[no-untyped-call]
        drawn = Image.frombuffer("RGBA", (self.width, self.height), pixels, "raw", "RGBA", 0, 1)
        stored = drawn.convert("RGB").quantize(palette=stored_colours(), dither=Image.Dither.NONE)
        file = BytesIO()
        stored.save(file, "PNG", compress_level=_COMPRESSION)
        return file.getvalue()

    def svg(self) -> bytes:
        """The picture as SVG on no ground; texts stay texts, and the same picture is the same bytes."""
        file = BytesIO()
        # Matplotlib counts an SVG in points.
        self._placed.scale(POINTS_PER_PIXEL)
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": "charts"}):
            self.figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
        self._placed.clear()
        return file.getvalue()
