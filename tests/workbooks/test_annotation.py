"""The copy of a person's own file with its problems marked."""

import asyncio
import io
import re
import struct
import time
from zipfile import ZipFile

import openpyxl
import pytest
from defusedxml import ElementTree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from files.child import FileReader
from locales.texts import LANGUAGES
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import CHAT_LIMITS
from spreadsheets.reading import read_file
from spreadsheets.refusals import FileRefusedError
from workbooks.annotation import Annotated, annotate
from workbooks.look import Book
from workbooks.marking import mark

MARK = "FFFFD9C7"
ROWS = (
    ("Номер карты", "Дата визита", "Оплачено", "Заметка"),
    ("007", "01.02.2026", 100, "=1+1"),
    ("8", "31.02.2026", 200, "да"),
    ("9", "03.02.2026", "12 тыс", None),
)


def own_file() -> Workbook:
    """A workbook with what people put into theirs besides visits."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Визиты"
    for row in ROWS:
        sheet.append(row)
    sheet["A2"].font = Font(bold=True, name="Courier New")
    sheet["C4"].comment = Comment("Уточнить у Оли", "Анна")
    sheet.column_dimensions["B"].width = 33
    sheet.merge_cells("E1:F1")
    sheet.auto_filter.ref = "A1:D4"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=4))
    chart.anchor = "H2"
    sheet.add_chart(chart)
    book.create_sheet("Личное")["B2"].value = "не трогать"
    return book


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def marked(content: bytes, language: str = "ru") -> Annotated:
    return annotate(content, UploadAnswers(), language, CHAT_LIMITS)


def opened(copy: Annotated) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(copy.content))


def marks(book: Workbook) -> dict[tuple[str, str], str]:
    """The coloured cells and their comments."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text if cell.comment else ""
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.fill.fgColor.rgb)[-6:] == MARK[-6:]
    }


def test_problem_cells_are_coloured_and_say_what_to_do() -> None:
    assert marks(opened(marked(saved(own_file())))) == {
        ("Визиты", "B3"): "Бот не смог прочитать дату. Нужна дата вида 31.12.2026.",
        ("Визиты", "C4"): "Уточнить у Оли\n\nБот не смог прочитать сумму. Исправьте на 12000.",
    }


def test_everything_else_is_as_it_was() -> None:
    before, after = own_file(), opened(marked(saved(own_file())))
    assert after.sheetnames == before.sheetnames
    for name in before.sheetnames:
        old, new = before[name], after[name]
        assert [[cell.value for cell in row] for row in new.iter_rows()] == [
            [cell.value for cell in row] for row in old.iter_rows()
        ]
        assert new.merged_cells.ranges == old.merged_cells.ranges
    sheet = after["Визиты"]
    assert (sheet["A2"].font.b, sheet["A2"].font.name) == (True, "Courier New")
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.auto_filter.ref == "A1:D4"


def test_charts_stay() -> None:
    with ZipFile(io.BytesIO(marked(saved(own_file())).content)) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


def every_part(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_parts_that_hold_marks_change_and_stay_well_formed() -> None:
    content = saved(own_file())
    before, after = every_part(content), every_part(marked(content).content)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert list(after) == list(before)
    for name in changed:
        ElementTree.fromstring(after[name])


def without_comments() -> bytes:
    """As another program writes it: no comments yet, a formula with its result, a protected sheet."""
    book = Book()
    sheet = book.sheet("Визиты", rows_on_top=1)
    sheet.protect("")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            book.text(sheet, row, column, str(cell or ""))
    sheet.write_formula(5, 5, "=1+1", None, 2)
    sheet.conditional_format(0, 0, 9, 9, {"type": "data_bar", "data_bar_2010": True})
    sheet.add_table(0, 8, 3, 9)
    chart = book.chart("bar", "a")
    chart.add_series({"values": ["Визиты", 1, 2, 3, 2]})
    sheet.insert_chart(9, 0, chart)
    return book.content()


def test_a_workbook_without_comments_gets_them_in_their_place() -> None:
    content = without_comments()
    before, after = every_part(content), every_part(marked(content).content)
    assert {name for name in before if after[name] != before[name]} == {
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/styles.xml",
    }
    for name in after:
        ElementTree.fromstring(after[name])
    order = [
        element.tag.rpartition("}")[2]
        for element in ElementTree.fromstring(after["xl/worksheets/sheet1.xml"])
    ]
    assert order[-4:] == ["drawing", "legacyDrawing", "tableParts", "extLst"]
    assert b"<f>1+1</f><v>2</v>" in after["xl/worksheets/sheet1.xml"]  # what was computed stays
    assert marks(opened(marked(content))).keys() == {("Визиты", "B3"), ("Визиты", "C4")}


def test_a_namespace_with_a_prefix_is_kept() -> None:
    parts = every_part(without_comments())
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    prefixed = re.sub(r"<(/?)(?=[a-zA-Z])(?!\w+:)", r"<\1x:", sheet).replace("xmlns=", "xmlns:x=")
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, prefixed if name == "xl/worksheets/sheet1.xml" else part)
    assert marks(opened(marked(buffer.getvalue()))).keys() == {("Визиты", "B3"), ("Визиты", "C4")}


def test_a_copy_marked_once_more_says_nothing_twice() -> None:
    once = marked(saved(own_file()))
    assert marks(opened(marked(once.content))) == marks(opened(once))


def test_many_marks_on_a_large_sheet_take_moments() -> None:
    rows = ["Номер карты;Дата визита;Оплачено"]
    rows += [f"{row};01.02.2026;{'x' if row % 10 == 0 else row}" for row in range(1, 5_001)]
    book = Book()
    sheet = book.sheet("Визиты")
    for row, line in enumerate(rows):
        for column, cell in enumerate(line.split(";")):
            sheet.write_string(row, column, cell)
    content = book.content()
    preview = read_file(content, UploadAnswers()).preview
    texts = {problem.cell: "?" for problem in preview.problems}
    begun = time.process_time()
    copy = mark(content, {"Визиты": texts}, "FFD9C7")
    assert time.process_time() - begun < 2
    assert len(marks(openpyxl.load_workbook(io.BytesIO(copy)))) == 500


def test_macros_stay_and_the_name_says_so() -> None:
    content = io.BytesIO(saved(own_file()))
    with ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    copy = marked(content.getvalue())
    assert copy.suffix == "xlsm"
    with ZipFile(io.BytesIO(copy.content)) as archive:
        assert archive.read("xl/vbaProject.bin") == b"macros"


def test_a_workbook_with_a_damaged_part_is_copied_by_its_cells() -> None:
    content = saved(own_file())
    with ZipFile(io.BytesIO(content)) as archive:
        checksum = struct.pack("<I", archive.getinfo("docProps/core.xml").CRC)
    broken = content.replace(checksum, bytes(4))
    assert marks(opened(marked(broken))).keys() == {("Визиты", "B3"), ("Визиты", "C4")}


def test_a_csv_becomes_a_workbook_of_its_cells() -> None:
    text = "\n".join(";".join(str(cell or "") for cell in row) for row in ROWS)
    copy = marked(text.encode("cp1251"))
    book = opened(copy)
    assert copy.suffix == "xlsx"
    assert marks(book) == {
        ("Данные", "B3"): "Бот не смог прочитать дату. Нужна дата вида 31.12.2026.",
        ("Данные", "C4"): "Бот не смог прочитать сумму. Исправьте на 12000.",
    }
    sheet = book["Данные"]
    assert [cell.value for cell in sheet[2]] == ["007", "01.02.2026", "100", "=1+1"]
    assert sheet["D2"].data_type == "s"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mended_copy_is_read_without_problems(language: str) -> None:
    book = opened(marked(saved(own_file()), language))
    book["Визиты"]["B3"].value = "28.02.2026"
    book["Визиты"]["C4"].value = 12000
    preview = read_file(saved(book), UploadAnswers()).preview
    assert (preview.problem_count, preview.rows, preview.turnover) == (0, 3, 1_230_000)


def test_a_file_without_visits_is_refused_as_it_is_when_read() -> None:
    with pytest.raises(FileRefusedError):
        marked(b"\xd0\xcf\x11\xe0 no workbook")


async def test_the_process_marks_without_touching_the_disk() -> None:
    reader = FileReader()
    own, text = await asyncio.gather(
        reader.annotated(saved(own_file()), UploadAnswers(), "ru"),
        reader.annotated("Номер карты;Дата визита\n1;вчера\n2;03.02.2026\n".encode(), UploadAnswers(), "en"),
    )
    await reader.close()
    assert (own.suffix, text.suffix) == ("xlsx", "xlsx")
    assert len(marks(openpyxl.load_workbook(io.BytesIO(own.content)))) == 2
    assert len(marks(openpyxl.load_workbook(io.BytesIO(text.content)))) == 1
