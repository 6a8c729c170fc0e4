"""What a benchmark found, as rows of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

HEADINGS = ("what", "measured", "goal", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `met` is None where there is no goal and the figure only explains the others."""

    what: str
    measured: str
    goal: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row as it is printed."""
        verdict = "" if self.met is None else "ok" if self.met else "short"
        return self.what, self.measured, self.goal, verdict


def at_most(what: str, value: float, limit: float, written: str, unit: str) -> Row:
    """A row with an upper limit: `written` is the figure as it is printed, `unit` what the limit is in."""
    return Row(what, written, f"≤ {limit:g} {unit}", met=value <= limit)


def print_table(title: str, rows: Iterable[Row]) -> None:
    """Print a table of Markdown, which reads as well on a terminal."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    ruler = tuple("-" * width for width in widths)
    print(f"\n## {title}\n")
    for line in (lines[0], ruler, *lines[1:]):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print(f"| {' | '.join(cells)} |", flush=True)


def milliseconds(seconds: float) -> str:
    """Seconds as they are printed."""
    return f"{seconds * 1000:.1f} ms"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which `percent` of the values lie (1…99); nan for fewer than two values."""
    if len(values) < 2:
        return float("nan")
    return median(values) if percent == 50 else quantiles(values, n=100, method="inclusive")[percent - 1]
