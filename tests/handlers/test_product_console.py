"""`bot.py analyze`: the same figures from the command line, all tables and charts in files."""

import json
from pathlib import Path

import pytest
from PIL import Image

from bot import main
from charts.analysis import AnalysisPicture
from metrics.analysis import Analysis
from metrics.measures import Metric
from tests.conversations.clinics import export

AS_OF = ["--as-of", "2026-10-31"]


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("analyze") / "visits.csv"
    file.write_text(export(), encoding="utf-8")
    return str(file)


def test_text_tables_and_charts(visits: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables, charts = tmp_path / "out.json", tmp_path / "charts"
    decision = ["--decision", "2026-03-15", "Новый прайс", "--decision", "2025-02-01", "Второй врач"]
    assert main(["analyze", visits, *AS_OF, *decision, "--json", str(tables), "--charts", str(charts)]) == 0
    said = capsys.readouterr()
    text = said.out.replace("\u202f", " ").replace("\u00a0", " ")
    assert text.startswith(
        "Из прошлогодних пациентов не вернулись 80 %. Если бы на пять пунктов меньше — ещё 9 000 ₽ за год\n"
        "Данные по 31.10.2026: пациентов 580"
    )
    assert "Отток — из тех, кто был годом раньше, не пришли за год по 31.10.2026: 120 из 150 = 80 %." in text
    assert "<" not in text

    written = json.loads(tables.read_text(encoding="utf-8"))
    assert written["decisions"] == [
        {"day": "2025-02-01", "text": "Второй врач"},
        {"day": "2026-03-15", "text": "Новый прайс"},
    ]
    analysis = Analysis.from_json(json.dumps(written["analysis"]))
    assert analysis.measure(Metric.TURNOVER).value == 180_000_00
    assert analysis.outlook is not None

    drawn = {file.stem for file in charts.iterdir()}
    assert drawn == set(AnalysisPicture) - {AnalysisPicture.BRANCHES}
    assert "Графика «Филиалы» пока нет: в выгрузке нет такого столбца." in said.err
    with Image.open(charts / f"{AnalysisPicture.COHORTS}.png") as picture:
        assert picture.width == 1280


def test_in_english_to_the_newest_visit(visits: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", visits, "--language", "en"]) == 0
    # The newest visits are those of 28 October: the month is not over, September is the last whole one.
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Data to 30 Sep 2026" in said
    assert "the year to 30 Sep 2026" in said


def test_a_file_without_visits_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("Карта;Дата\n", encoding="utf-8")
    assert main(["analyze", str(empty)]) == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("wrong", [["--as-of", "31.10.2026"], ["--decision", "yesterday", "Новый прайс"]])
def test_a_day_that_is_none_is_refused(
    visits: str, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["analyze", visits, *wrong])
    assert ended.value.code == 2
    assert "not a date like 2026-03-15" in capsys.readouterr().err
