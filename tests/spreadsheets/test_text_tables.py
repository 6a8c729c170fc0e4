"""Tables in text: separators, encodings, web pages, Excel-2003 XML."""

import pytest

from spreadsheets.grid import Sheet, read_grid
from spreadsheets.opening import open_file
from spreadsheets.refusals import FileRefusedError, RefusalReason
from spreadsheets.text_tables import decode, sniff_separator

XML_2003 = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
          xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="Визиты"><Table>
  <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Отчёт</Data></Cell><Cell><Data ss:Type="String">c</Data></Cell></Row>
  <Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="DateTime">2024-03-12T14:30:00.000</Data></Cell></Row>
 </Table></Worksheet>
</Workbook>"""  # noqa: E501 - a file's line

PAGE = """<html><meta charset="utf-8"><body><table><caption>x</caption>
<tr><th rowspan="2">Карта<th colspan="2">Деньги</tr>
<tr><td>Сумма</td><td>Опла<br>чено</td></tr>
<tr><td>007</td><td>1&nbsp;200</td><td><b>1</b> 100 &amp; 0</td></tr></table></body></html>"""


def only_sheet(content: bytes) -> Sheet:
    (sheet,) = read_grid(open_file(content))
    return sheet


def rows(content: bytes) -> list[list[str | None]]:
    cells = only_sheet(content).cells.to_numpy(dtype=object).tolist()
    return [[None if cell != cell else cell for cell in row] for row in cells]


def test_merged_and_skipped_cells_of_excel_2003() -> None:
    assert only_sheet(XML_2003.encode()).name == "Визиты"
    assert rows(XML_2003.encode()) == [
        ["Отчёт", None, "c"],
        [None, None, None],
        [None, "2024-03-12 14:30:00", None],
    ]


def test_broken_excel_2003_is_damaged() -> None:
    with pytest.raises(FileRefusedError) as caught:
        only_sheet(XML_2003[:-30].encode())
    assert caught.value.refusal.reason is RefusalReason.DAMAGED


def test_spans_of_a_web_page() -> None:
    assert rows(PAGE.encode()) == [
        ["Карта", "Деньги", None],
        [None, "Сумма", "Опла чено"],
        ["007", "1 200", "1 100 & 0"],
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_russian_in_every_encoding(encoding: str) -> None:
    text = "Номер карты;Дата приёма;Оплачено\n007;12.03.2024;12 500,00\nИтого по кассе;;12 500,00\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;c\n1;2,5;3\n", ";"),
        ("a,b,c\n1,2,3\n", ","),
        ('a,b\n"1,5","2;5"\n', ","),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("Отчёт за май, июнь\nКарта;Дата;Оплачено\n1;01.05.2024;1,5\n2;02.05.2024;2,5\n", ";"),
    ],
)
def test_the_separator_is_sniffed(text: str, separator: str) -> None:
    assert sniff_separator(text) == separator


def test_the_line_that_says_the_separator_is_no_row() -> None:
    assert rows(b"sep=|\r\na|b;c\r\n1|2;3\r\n") == [["a", "b;c"], ["1", "2;3"]]


def test_quotes_hold_separators_and_new_lines() -> None:
    assert rows(b'a;b\n"1;2";"x\ny"\n') == [["a", "b"], ["1;2", "x\ny"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("short_row", ["", "отчёт\n"])
def test_rows_of_one_length_and_of_several_are_read_alike(encoding: str, short_row: str) -> None:
    table = f'{short_row}Врач;Сумма\nООО "Ким";"1""2"\n"а;\nб";\n;" в "\n\n"";д\n'
    start = [["отчёт", None]] if short_row else []
    assert rows(table.encode(encoding)) == [
        *start,
        ["Врач", "Сумма"],
        ['ООО "Ким"', '1"2'],
        ["а;\nб", None],
        [None, " в "],
        [None, None],
        [None, "д"],
    ]


def test_a_quote_nobody_closed_does_not_lose_the_rows() -> None:
    assert len(rows(b'a;b\n1;"x\n2;y\n3;z\n')) == 4


def test_a_form_feed_within_a_line_does_not_end_it() -> None:
    assert rows(b"a;b;c\n1;2\x0c3;4;5\n") == [["a", "b", "c", None], ["1", "2\x0c3", "4", "5"]]


def test_a_line_wider_than_any_table_is_refused() -> None:
    with pytest.raises(FileRefusedError) as caught:
        rows(b"a;b\n" + b"1;" * 600 + b"\n")
    assert caught.value.refusal.reason is RefusalReason.DAMAGED


def test_blank_lines_keep_the_numbers_of_rows() -> None:
    assert rows(b"a;b\n\n1;2\n") == [["a", "b"], [None, None], ["1", "2"]]
