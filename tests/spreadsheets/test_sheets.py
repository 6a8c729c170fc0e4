"""Which sheet is read, and what of it is the table."""

import io
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter

from spreadsheets.mapping import ALL, Ask, UploadAnswers
from spreadsheets.reading import Preview, WhySheet, read_file
from spreadsheets.refusals import FileRefusedError, RefusalReason

HEADER = ("Карта", "Дата", "Оплачено")
MAY = (HEADER, ("1", "01.05.2024", 100), ("2", "02.05.2024", 200))
JUNE = (HEADER, ("1", "01.06.2024", 400), ("3", "02.06.2024", 800), ("3", "03.06.2024", 1600))


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def preview(content: bytes, answers: UploadAnswers | None = None) -> Preview:
    return read_file(content, answers or UploadAnswers()).preview


def read_sheets(seen: Preview) -> list[str]:
    return [sheet.name for sheet in seen.sheets if sheet.is_read]


def test_the_sheet_with_visits_among_others() -> None:
    seen = preview(workbook({"Врачи": [("Врач", "Дата приема"), ("Ким", "01.02.2019")], "Май": MAY}))
    assert (read_sheets(seen), seen.why) == (["Май"], WhySheet.ONLY)


def test_the_sheet_with_sums_among_those_without() -> None:
    seen = preview(workbook({"Запись": [("Карта", "Дата"), *[("1", "01.05.2024")] * 9], "Май": MAY}))
    assert (read_sheets(seen), seen.why) == (["Май"], WhySheet.COMPLETE)


def test_sheets_that_follow_each_other_are_read_together() -> None:
    seen = preview(workbook({"Май": MAY, "Июнь": JUNE}))
    assert (sorted(read_sheets(seen)), seen.why) == (["Июнь", "Май"], WhySheet.CONTINUED)
    assert seen.turnover == 310_000
    assert seen.questions == ()


def test_sheets_over_the_same_days_are_a_question() -> None:
    seen = preview(workbook({"Май": MAY, "Копия": MAY, "Все": [*MAY, ("4", "03.05.2024", 1)]}))
    (question,) = seen.questions
    assert (question.ask, question.chosen, seen.why) == (Ask.SHEET, "Все", WhySheet.LARGEST)
    assert set(question.choices) == {"Май", "Копия", "Все", ALL}
    assert read_sheets(seen) == ["Все"]


def test_the_answered_sheet_is_read() -> None:
    seen = preview(
        workbook({"Май": MAY, "Все": [*MAY, ("4", "03.05.2024", 1)]}), UploadAnswers(sheets=("Май",))
    )
    assert (read_sheets(seen), seen.why, seen.questions) == (["Май"], WhySheet.ANSWERED, ())


def test_a_hidden_sheet_is_seen_and_not_read() -> None:
    seen = preview(workbook({"Май": MAY, "Июнь": JUNE}, hidden=["Июнь"]))
    assert read_sheets(seen) == ["Май"]
    assert [(sheet.name, sheet.rows) for sheet in seen.sheets if sheet.is_hidden] == [("Июнь", 4)]


def test_only_hidden_sheets_are_named_in_the_refusal() -> None:
    with pytest.raises(FileRefusedError) as caught:
        preview(workbook({"Пусто": [], "Июнь": JUNE}, hidden=["Июнь"]))
    assert (caught.value.refusal.reason, caught.value.refusal.found) == (RefusalReason.NO_ROWS, ("Июнь",))


def test_the_header_below_its_titles() -> None:
    seen = preview(workbook({"Май": [("Отчёт",), ("за", "01.05.2024", "31.05.2024"), (), *MAY]}))
    assert (seen.header_rows, seen.turnover) == ((4, 4), 30_000)


def test_totals_and_counts_at_the_bottom_are_no_visits() -> None:
    tail = [("Итого", "", 300), (), ("Количество пациентов", 2), ("Средний чек", 150)]
    seen = preview(workbook({"Май": [*MAY, *tail]}))
    assert (seen.rows, seen.turnover, seen.left_out.totals) == (2, 30_000, 3)


def test_a_total_amid_the_rows_is_no_visit() -> None:
    seen = preview(workbook({"Май": [*MAY, ("Итого за май", "", 300), *JUNE[1:]]}))
    assert (seen.rows, seen.turnover, seen.left_out.totals) == (5, 310_000, 1)


def test_cells_are_named_as_excel_shows_them() -> None:
    rows = [(), (), ("", "", *HEADER), ("", "", "1", "01.05.2024", "сто"), ("", "", *MAY[1])]
    (problem,) = preview(workbook({"Май": rows})).problems
    assert (problem.sheet, problem.cell, problem.got) == ("Май", "E4", "сто")
