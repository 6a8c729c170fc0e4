"""A report as pages: A4, tagged for screen readers, in the fonts of the pictures."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import matplotlib
import typst

from charts.drawing import draw_plain
from reports.model import Chart, Report

_PAGE: Final = Path(__file__).with_name("page.typ")
_PIXELS_PER_MILLIMETRE: Final = 10.75
"""The letters of a picture, 36 pixels tall, become those of a page: nine and a half points."""
_WIDTH: Final = round(174 * _PIXELS_PER_MILLIMETRE)


def pdf(report: Report) -> bytes:
    """The pages of a report as PDF/UA-1: title, language, order of reading, words for every picture.

    The same report gives the same bytes. Raises typst.TypstError if a page can't be laid out.
    """
    made_at = datetime(report.made_on.year, report.made_on.month, report.made_on.day, tzinfo=UTC)
    compiled = typst.Compiler(_PAGE, font_paths=fonts(), ignore_system_fonts=True).compile(
        format="pdf",
        sys_inputs={"report": json.dumps(_plain(report), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=made_at,
    )
    if not isinstance(compiled, bytes):
        raise TypeError("pages come as one file")
    return compiled


@cache
def fonts() -> typst.Fonts:
    """Roboto, and DejaVu for the signs Roboto lacks: those the pictures are measured in, no others."""
    roboto = Path(str(files("font_roboto"))) / "files"
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[roboto, Path(matplotlib.get_data_path()) / "fonts" / "ttf"],
    )


def _plain(value: Any) -> Any:
    """What the template reads: fields by name, and for each block which one it is."""
    if isinstance(value, Chart):
        picture = draw_plain(value.picture, _WIDTH, round(value.height * _PIXELS_PER_MILLIMETRE)).decode()
        words = {name: getattr(value, name) for name in ("title", "unit", "alt", "note")}
        return {"block": "Chart", "picture": picture, **words}
    if isinstance(value, Report):
        return {
            **_fields(value, but="logo"),
            "logo": None if value.logo is None else list(value.logo),
            "mark": value.brand[:1],
        }
    if is_dataclass(value):
        return {"block": type(value).__name__, **_fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return float(value)
    return str(value) if isinstance(value, datetime) or hasattr(value, "isoformat") else value


def _fields(value: Any, but: str = "") -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name != but}
