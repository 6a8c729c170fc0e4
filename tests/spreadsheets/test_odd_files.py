"""Odd and hostile files of other projects: each is answered as the folder's MANIFEST.csv says."""

import csv
import os
from pathlib import Path

import pytest

from spreadsheets.evidence import gather
from spreadsheets.grid import Sheet, read_grid
from spreadsheets.location import Table, locate
from spreadsheets.mapping import Ask, UploadAnswers
from spreadsheets.opening import FileKind, open_file
from spreadsheets.reading import read_file
from spreadsheets.refusals import FileRefusedError, RefusalReason
from spreadsheets.values import read_days, read_money

FOLDER = os.environ.get("ODD_SPREADSHEETS")

pytestmark = pytest.mark.skipif(FOLDER is None, reason="ODD_SPREADSHEETS names no folder of odd files")

REFUSED = {
    "xmlbomb_poi.xlsx": RefusalReason.UNSAFE,
    "gzbomb_phpss.gnumeric": RefusalReason.NOT_SPREADSHEET,
    "many_merges_poi.xlsx": RefusalReason.NO_ROWS,
    "utf8entity_phpss.xlsx": RefusalReason.UNSAFE,
    "xxe_utf7_phpss.xlsx": RefusalReason.UNSAFE,
    "encrypted_agile_poi.xlsx": RefusalReason.PASSWORD,
    "xor_encrypted_poi.xls": RefusalReason.PASSWORD,
    "empty_0_bytes_calamine.xlsx": RefusalReason.EMPTY,
    "invalid_22bytes_poi.xlsx": RefusalReason.DAMAGED,
}


def content(name: str) -> bytes:
    assert FOLDER is not None
    return (Path(FOLDER) / name).read_bytes()


def sheets(name: str) -> tuple[Sheet, ...]:
    return read_grid(open_file(content(name)))


def row(sheet: Sheet, number: int) -> list[str | None]:
    """The cells of a row as Excel numbers it, None where empty."""
    return [None if cell != cell else cell for cell in sheet.cells.iloc[number - 1].tolist()]


def table(name: str, sheet: int = 0) -> Table:
    found = locate(sheets(name)[sheet])
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_refused_with_the_reason(name: str, reason: RefusalReason) -> None:
    with pytest.raises(FileRefusedError) as caught:
        read_file(content(name), UploadAnswers())
    assert caught.value.refusal.reason is reason


def test_every_file_of_the_folder_has_a_test() -> None:
    with (Path(FOLDER or "") / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        names = {line["file"] for line in csv.DictReader(file)}
    tests = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in names if f'"{name}"' not in tests} == set()


def test_schema_with_an_outside_entity_is_ignored() -> None:
    (sheet,) = sheets("xxe_in_schema_poi.xlsx")
    assert row(sheet, 9) == ["/Test/Test", "Column1", "Column2"]
    assert sheet.address(8, 0) == "C9"


def test_open_document_in_xlsx_is_read() -> None:
    name = "type_openoffice_roo.xlsx"
    assert open_file(content(name)).kind is FileKind.ODS
    assert table(name).headers == ("Date", "Start time", "End time", "Pause", "Sum", "Comment")


def test_web_page_in_csv_is_read() -> None:
    assert row(sheets("table_csv_is_html_tabulator.html")[0], 3)[1:] == ["2", "中国人"]


def test_strict_workbook_is_read() -> None:
    assert table("strict_iso_paths_calamine.xlsx").rows == 75


def test_wrong_dimension_does_not_hide_cells() -> None:
    (sheet, *_) = sheets("invalid_dimension_edr.xlsx")
    assert sheet.cells.shape == (9, 3)
    assert row(sheet, 9) == ["1", "2", "3"]


def test_workbook_the_fast_reader_rejects_is_read_by_the_second() -> None:
    assert row(sheets("corrupted_poi.xlsx")[1], 1) == ["sheet ", "2", "test", "data"]


def test_excel_95_is_read() -> None:
    assert table("biff5_excel95_poi.xls").headers[1:3] == ("Number", "Square")


def test_hidden_sheet_is_known_as_hidden() -> None:
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets("hidden_sheet_poi.xlsx")] == [
        ("Sheet1", True),
        ("Sheet2", False),
    ]


def test_title_and_footer_are_not_people() -> None:
    found = table("deaths_title_and_footer_readxl.xlsx")
    assert found.header_rows == (4, 4)
    assert found.rows == 10
    assert found.column(0).iat[0] == "David Bowie"


def test_header_of_several_rows_is_joined() -> None:
    headers = table("multiline_headers_tabulator.xlsx").headers
    assert headers[0] == "Region"
    assert headers[2] == "Cumulative impact of changes on cost of food basket from previous quarter"
    assert headers[3] == "Cumulative impact of changes on cost of food basket from baseline (%)"


def test_merged_cells_are_read() -> None:
    assert row(sheets("merged_range_calamine.xlsx")[0], 1)[:3] == ["A1", "B1", "C1"]
    assert table("merged_range_calamine.xlsx").headers[:3] == ("A1", "B1", "C1")


def test_dates_counted_from_1904() -> None:
    assert row(sheets("dates1904_poi.xls")[0], 1)[0] == "2000-01-01 00:00:00"


def test_ambiguous_date_is_the_columns_decision() -> None:
    assert table("ambiguous_date_agate.xlsx").column(0).iat[0] == "1900-01-01 00:00:00"
    written = b"patient id;date;paid\n1;01/06/2017;10\n2;02/06/2017;20\n"
    asked = [question.ask for question in read_file(written, UploadAnswers()).preview.questions]
    assert asked == [Ask.DATE_ORDER]


def test_russian_money_in_fourteen_formats() -> None:
    (sheet,) = sheets("numfmt_1_russian_sheetjs.xls")
    column = sheet.cells.iloc[1:, 1]
    money = read_money(column)
    roubles = {123_456_789, 123_456_800}
    assert set(money.kopecks[money.known].tolist()) <= roubles
    assert int(money.known.sum()) >= 10


def test_german_numbers() -> None:
    (sheet,) = sheets("number_de_phpss.csv")
    assert row(sheet, 1) == ["-123", "1.234", "12.345,67"]
    money = read_money(sheet.cells.iloc[0])
    assert money.kopecks.tolist() == [-12_300, 123_400, 1_234_567]


def test_ids_in_powers_of_ten_have_lost_digits() -> None:
    assert gather(table("scientific_notation_tabulator.xlsx").column(0)).lost_digits == 1


def test_long_numbers_as_text_keep_every_digit() -> None:
    assert table("big_texty_numbers_readxl.xlsx").column(1).tolist()[1:4] == [
        "2147483647",
        "2147483648",
        "2147483649",
    ]


def test_error_values_are_sums_nobody_knows() -> None:
    (sheet, *_) = sheets("errors_calamine.xlsx")
    money = read_money(sheet.cells.iloc[:, 0])
    assert row(sheet, 1) == ["#DIV/0!"]
    assert not money.known.any()
    assert money.unreadable.all()


def test_semicolons_are_sniffed() -> None:
    (sheet,) = sheets("semicolon_phpss.csv")
    assert row(sheet, 2) == ["Cell A2", "Number with comma", "25,5"]


def test_comment_above_the_header_is_skipped() -> None:
    found = table("skip_rows_before_headers_tabulator.csv")
    assert (found.headers, found.rows) == (("id", "name"), 2)


def test_dates_of_the_odd_files_are_days() -> None:
    days = read_days(table("type_openoffice_roo.xlsx").column(0), None)
    assert str(days.days[0].astype("datetime64[D]")) == "2007-05-07"
