"""Tables of yearly figures somebody made, in the layouts and wordings people use."""

import csv
from fractions import Fraction

import pytest

from metrics.estimate import Estimate
from metrics.funnel import Figure
from spreadsheets.mapping import Ask, UploadAnswers, UploadQuestion
from spreadsheets.reading import Preview, WhySheet, read_file
from spreadsheets.refusals import FileRefusedError
from workbooks.look import Book

ARTICLE = {
    Figure.PATIENTS: Fraction(2000),
    Figure.PREVIOUS_PATIENTS: Fraction(1850),
    Figure.NEW_PATIENTS: Fraction(575),
    Figure.REFERRALS: Fraction(462),
    Figure.TURNOVER: Fraction(60_000_000),
}
"""What each of the tables below says of 2026."""

YEARS_IN_COLUMNS = """\
Показатели клиники «Улыбка»;;
;2025;2026
Пациентов;1 850;2 000
из них новых;520;575
в т. ч. по рекомендации;400;462
Выручка, млн руб.;55,5;60
"""
YEARS_IN_ROWS = """\
Год,Patients,New patients,Referrals,"Revenue, $k"
2024,1700,500,380,48000
2025,1850,520,400,55500
2026,2000,575,462,60000
"""
THOUSANDS_IN_THE_CAPTION = """\
Итоги работы, тыс. руб.;;;
№;Показатель;2025 год;2026 год (факт)
1;Количество пациентов (чел.);1850;2000
2;Первичных пациентов;520;575
3;По рекомендациям;400;462
4;Оборот;55 500;60 000
5;Средний чек;30;30
"""
PERCENTS = """\
Показатель;2025;2026
Уникальные пациенты;1850;2000
Новые, % от всех;28 %;28,75 %
Сарафанное радио, % от новых;77 %;80,35 %
Оборот;55,5 млн;60 млн
"""
WITHOUT_YEARS = """\
Показатель;Значение
Пациентов за год;2000
Пациентов за прошлый год;1850
Новых;575
По рекомендации;462
Оборот;60 млн ₽
"""
YEARS_IN_LABELS = """\
Patients in 2026;2,000
Patients in 2025;1,850
New patients 2026;575
Of them by referral;462
Turnover 2026;60 million
"""
LAYOUTS = {
    "years in columns": YEARS_IN_COLUMNS,
    "years in rows": YEARS_IN_ROWS,
    "thousands in the caption": THOUSANDS_IN_THE_CAPTION,
    "percents of others": PERCENTS,
    "no years": WITHOUT_YEARS,
    "years in the labels": YEARS_IN_LABELS,
}


def preview(text: str, answers: UploadAnswers | None = None) -> Preview:
    return read_file(text.encode(), answers or UploadAnswers()).preview


def values(seen: Preview) -> dict[Figure, Fraction]:
    assert seen.figures is not None
    assert all(found.value.is_exact for found in seen.figures.figures)
    return {found.figure: found.value.value for found in seen.figures.figures}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_says_the_same(layout: str) -> None:
    seen = preview(layout)
    assert values(seen) == ARTICLE
    assert seen.questions == ()
    assert seen.problem_count == 0
    assert seen.why is WhySheet.YEARLY


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_the_same_from_a_workbook(layout: str) -> None:
    book = Book()
    sheet = book.sheet("Лист1")
    separator = ";" if ";" in layout else ","
    for row, line in enumerate(csv.reader(layout.splitlines(), delimiter=separator)):
        for column, cell in enumerate(line):
            book.text(sheet, row, column, cell)
    assert values(read_file(book.content(), UploadAnswers()).preview) == ARTICLE


def test_the_newest_year_with_patients_is_taken_unless_another_is_wanted() -> None:
    seen = preview(YEARS_IN_ROWS)
    assert seen.figures is not None
    assert (seen.figures.year, seen.figures.years) == (2026, (2024, 2025, 2026))
    earlier = preview(YEARS_IN_ROWS, UploadAnswers(year=2025))
    assert values(earlier)[Figure.PATIENTS] == 1850
    assert values(earlier)[Figure.PREVIOUS_PATIENTS] == 1700
    assert values(earlier)[Figure.TURNOVER] == 55_500_000


def test_each_figure_says_where_it_stands() -> None:
    seen = preview(THOUSANDS_IN_THE_CAPTION)
    assert seen.figures is not None
    turnover = next(found for found in seen.figures.figures if found.figure is Figure.TURNOVER)
    assert (turnover.cell, turnover.label) == ("D6", "Оборот")
    assert turnover.confidence == 0.95


def test_what_is_not_known_is_said_and_not_guessed() -> None:
    seen = preview(YEARS_IN_COLUMNS + "Средний чек;30 000;30 000\nНастроение;10;9\n")
    assert seen.figures is not None
    assert seen.figures.ignored == ("Средний чек", "Настроение")


def test_a_plan_or_a_part_of_a_year_is_no_year() -> None:
    seen = preview(
        "Показатель;2025;2026;2027 план;9 мес. 2027\nПациентов;1850;2000;2400;1500\nОборот;1;2;3;4\n"
    )
    assert seen.figures is not None
    assert seen.figures.year == 2026
    assert seen.figures.ignored == ("2027 план", "9 мес. 2027")


def test_two_rows_that_say_the_same_figure_are_asked_about() -> None:
    text = "Показатель;2025;2026\nПациентов;1850;2000\nУникальных пациентов;1700;1900\nОборот;1;60 млн\n"
    seen = preview(text)
    choices = ("Пациентов", "Уникальных пациентов")
    assert seen.questions == (UploadQuestion(Ask.FIGURE, choices, "Пациентов", Figure.PATIENTS),)
    assert values(seen)[Figure.PATIENTS] == 2000
    answered = preview(text, UploadAnswers(rows={"Уникальных пациентов": Figure.PATIENTS}))
    assert answered.questions == ()
    assert values(answered)[Figure.PATIENTS] == 1900
    assert values(answered)[Figure.PREVIOUS_PATIENTS] == 1700


def test_a_row_can_be_named_or_left_out() -> None:
    text = "Показатель;2025;2026\nЛюди;1850;2000\nНовых;520;575\nОборот;1;60 млн\n"
    assert Figure.PATIENTS not in values(preview(text))
    named = preview(text, UploadAnswers(rows={"Люди": Figure.PATIENTS, "Новых": None}))
    assert values(named)[Figure.PATIENTS] == 2000
    assert Figure.NEW_PATIENTS not in values(named)


def test_a_cell_that_is_no_number_is_a_problem_by_its_name() -> None:
    seen = preview("Показатель;2025;2026\nПациентов;1850;много\nНовых;520;575\nОборот;1;60 млн\n")
    (problem,) = seen.problems
    assert (problem.cell, problem.got) == ("C2", "много")


def test_a_range_is_kept_as_a_range() -> None:
    seen = preview("Показатель;2025;2026\nПациентов;1850;1900–2100\nОборот;1;60 млн\n")
    assert seen.figures is not None
    assert seen.figures.figures[0].value == Estimate.between(1900, 2100)


@pytest.mark.parametrize(
    "text",
    [
        "patient id;visit date;paid\n1;01.02.2024;10\n2;02.02.2024;20\n",
        "Пациент;Год рождения;Дата визита;Оплачено\n1;1980;01.02.2024;10\n2;1981;02.02.2024;20\n",
    ],
    ids=["an export", "an export with years"],
)
def test_a_visit_export_is_no_yearly_table(text: str) -> None:
    seen = preview(text)
    assert seen.figures is None
    assert seen.rows == 2


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(FileRefusedError):
        preview("Товар;2025;2026\nБинты;10;20\nМаски;30;40\n")
