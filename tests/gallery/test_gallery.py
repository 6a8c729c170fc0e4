"""The gallery shows a window, a message and a chart of each language."""

from pathlib import Path

import pytest

from tests.charts.test_results import REQUESTS
from tests.gallery import __main__ as gallery


def test_the_page_shows_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "AMOUNTS", ("empty",))
    monkeypatch.setattr(gallery, "REQUESTS", {"line": REQUESTS["line"]})
    gallery.write(tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8").replace("\u202f", " ").replace("\u00a0", " ")
    for said in ("444 новых пациента", "444 new patients", "Questionnaire:card"):
        assert said in page
    assert page.count("<img ") == len(list(tmp_path.glob("*.png"))) == 2 * 3
