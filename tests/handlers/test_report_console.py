"""`bot.py report`: pages, slides and a workbook of a file, all of one truth."""

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from bot import main
from tests.conversations.clinics import export

AS_OF = ["--as-of", "2026-10-31"]
FIGURES = '"prev": 1850, "patients": 2000, "new": 575, "referrals": 462, "growth": 0.2, "conversion": 0.3'
PLAN = f'{{{FIGURES}, "year": 2027}}'
PLANNED = {"ru": "План на 2027 год: 444 новых пациента, 1 480 лидов", "en": "Plan for 2027: 444 new patients"}
TURNOVER = {"ru": "180 000 ₽", "en": "₽180,000"}


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("report") / "visits.csv"
    file.write_text(export(), encoding="utf-8")
    return str(file)


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_three_files_say_the_same_as_the_chat(
    visits: str, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {form: tmp_path / f"out.{form}" for form in ("pdf", "pptx", "xlsx")}
    forms = [argument for form, file in files.items() for argument in (f"--{form}", str(file))]
    options = [*AS_OF, "--plan", PLAN, "--clinic", "Лесная", "--language", language]
    assert main(["report", visits, *options, *forms]) == 0
    capsys.readouterr()
    assert main(["analyze", visits, *AS_OF, "--language", language]) == 0
    chat = plain(capsys.readouterr().out)
    pages = plain(" ".join(page.extract_text() for page in PdfReader(files["pdf"]).pages))
    slides = [
        shape.text_frame.text if shape.has_text_frame else _table(shape)
        for slide in Presentation(str(files["pptx"])).slides
        for shape in slide.shapes
    ]
    book = load_workbook(files["xlsx"], data_only=True)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    turnover = TURNOVER[language]
    assert turnover in chat
    assert turnover in pages
    assert turnover in plain(" ".join(slides))
    assert 180_000 in cells
    assert PLANNED[language] in pages
    assert any(PLANNED[language] in plain(text) for text in slides)


def _table(shape: object) -> str:
    if not getattr(shape, "has_table", False):
        return ""
    return " ".join(cell.text for row in shape.table.rows for cell in row.cells)  # type: ignore[attr-defined]


def test_the_month_on_a_page(visits: str, tmp_path: Path) -> None:
    file = tmp_path / "month.pdf"
    assert main(["report", visits, *AS_OF, "--kind", "month", "--pdf", str(file)]) == 0
    (page,) = PdfReader(file).pages
    assert "Октябрь 2026" in plain(page.extract_text())


def test_somewhere_to_write_is_needed(visits: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", visits]) == 2
    assert "--pdf" in capsys.readouterr().err


@pytest.mark.parametrize(
    "plan", ["[]", "{}", '{"year": 2027, "patients": "many"}', '{"year": 2027, "wrong": 1}', "no"]
)
def test_a_plan_that_is_none_is_refused(visits: str, plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", visits, "--plan", plan, "--pdf", "x.pdf"])
    assert ended.value.code == 2
    assert "not a plan" in capsys.readouterr().err


def test_a_handful_of_patients_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "few.csv"
    lines = [f"{100 + number};{number + 1:02}.03.2026;1000" for number in range(9)]
    file.write_text("\n".join(["Номер карты;Дата;Сумма", *lines]), encoding="utf-8")
    assert main(["report", str(file), "--pdf", str(tmp_path / "x.pdf")]) == 1
    assert "Меньше 10 пациентов" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_no_messenger_is_loaded_for_a_report() -> None:
    code = "import handlers.product.report_console, sys; print('aiogram' in sys.modules)"
    run = [sys.executable, "-c", code]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip() == "False"  # noqa: S603
