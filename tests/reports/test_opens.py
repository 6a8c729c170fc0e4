"""The files open in the programs people have, where these are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.pdf import pdf
from reports.slides import slides
from reports.workbook import workbook
from tests.reports.clinics import report

SECONDS = 180


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler")
def test_every_page_can_be_drawn_without_complaint(tmp_path: Path) -> None:
    file = tmp_path / "year.pdf"
    file.write_bytes(pdf(report("usual")))
    run = ["pdftoppm", "-r", "20", "-png", str(file), str(tmp_path / "page")]
    subprocess.run(run, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
    assert len(list(tmp_path.glob("page*.png"))) == len(PdfReader(file).pages)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_slides_and_workbook_open_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "slides.pptx").write_bytes(slides(report("usual")))
    (tmp_path / "tables.xlsx").write_bytes(workbook(report("usual")))
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    files = [str(tmp_path / name) for name in ("slides.pptx", "tables.xlsx")]
    run = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(run, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
    for name in ("slides.pdf", "tables.pdf"):
        assert len(PdfReader(tmp_path / name).pages) > 3
