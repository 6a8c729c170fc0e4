"""The same pictures as SVG for a page that has its own headline and notes."""

import xml.etree.ElementTree as ET

import pytest

from charts.canvas import Canvas
from charts.drawing import compose, draw_plain
from charts.requests import ChartRequest
from tests.charts import results
from tests.charts.drawn import Drawn

SVG = "{http://www.w3.org/2000/svg}"
WIDTH, HEIGHT = 1870, 800

REQUESTS: dict[str, ChartRequest] = {
    "ltv line": results.ltv_line([5_000_000 + 10_000 * month for month in range(24)]),
    "base": results.base([(100 + month, 9, 3, 11) for month in range(24)]),
}


def _texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


@pytest.mark.parametrize("name", REQUESTS)
def test_texts_stay_texts_in_the_fonts_of_the_pictures(name: str) -> None:
    svg = draw_plain(REQUESTS[name], WIDTH, HEIGHT)
    assert _texts(svg)
    assert b"Roboto" in svg
    assert b"<image" not in svg


@pytest.mark.parametrize("name", REQUESTS)
def test_the_page_says_title_and_notes_itself(name: str) -> None:
    title = Drawn(REQUESTS[name]).title
    plain = " ".join(_texts(draw_plain(REQUESTS[name], WIDTH, HEIGHT)))
    assert title
    assert title.split()[0] not in plain


@pytest.mark.parametrize("name", REQUESTS)
def test_everything_stands_within_its_size_in_points(name: str) -> None:
    root = ET.fromstring(draw_plain(REQUESTS[name], WIDTH, HEIGHT))  # noqa: S314 - drawn by us
    assert root.get("width") == "1683pt"  # 1870 pixels of 1/80 inch
    assert root.get("height") == "720pt"
    for path in root.iter(f"{SVG}path"):
        parts = path.get("d", "").split()
        numbers = [float(part) for part in parts if part.lstrip("-").replace(".", "").isdigit()]
        assert all(-10 <= number <= 1693 for number in numbers), path.get("d")


def test_the_same_picture_is_the_same_bytes() -> None:
    request = REQUESTS["base"]
    assert draw_plain(request, WIDTH, HEIGHT) == draw_plain(request, WIDTH, HEIGHT)


def test_a_png_after_an_svg_is_the_png_before_it() -> None:
    canvas = compose(REQUESTS["base"], Canvas(HEIGHT, WIDTH, is_plain=True))
    before = canvas.png()
    canvas.svg()
    assert canvas.png() == before
