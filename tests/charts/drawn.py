"""What stands where in a composed picture: the boxes of its texts and bars, in pixels."""

from typing import NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from charts.canvas import Canvas
from charts.drawing import compose
from charts.requests import ChartRequest

TOLERANCE = 0.5


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


class Drawn:
    """The texts, from the top down, and the bars of a request's picture."""

    def __init__(self, request: ChartRequest) -> None:
        canvas: Canvas = compose(request)
        agg = canvas.figure.canvas
        assert isinstance(agg, FigureCanvasAgg)
        renderer = agg.get_renderer()  # type: ignore[no-untyped-call]
        artists = canvas.figure.artists
        self.letters = [artist for artist in artists if isinstance(artist, Text)]
        self.texts = sorted(
            (Box(text.get_text(), *text.get_window_extent(renderer).extents) for text in self.letters),
            key=lambda box: -box.top,
        )
        self.bars = [
            Box(to_hex(bar.get_facecolor()).upper(), *bar.get_window_extent(renderer).extents)
            for bar in artists
            if isinstance(bar, Rectangle)
        ]

    @property
    def title(self) -> str:
        """The bold words at the left edge, on one line."""
        bold = (text for text in self.letters if text.get_fontweight() == "bold")
        return " ".join(text.get_text() for text in bold if text.get_horizontalalignment() == "left")

    @property
    def words(self) -> str:
        """Everything written, from the top down."""
        return "\n".join(box.what for box in self.texts)

    def of_colour(self, colour: str) -> Box:
        """The only bar of a colour."""
        (bar,) = [bar for bar in self.bars if bar.what == colour]
        return bar
