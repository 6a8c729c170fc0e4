"""From a small table to its preview: what is recognised, asked, left out and named as wrong."""

import pytest

from datasets.packing import pack, unpack
from metrics.encoding import from_json, to_json
from metrics.visits import VisitField, Visits
from spreadsheets.mapping import Ask, UploadAnswers
from spreadsheets.parsing import CellProblem, WantedCell
from spreadsheets.reading import Preview, VisitReading, WhySheet, read_file
from spreadsheets.refusals import FileRefusedError, RefusalReason
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import DateOrder


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def read(*lines: str, answers: UploadAnswers | None = None) -> VisitReading:
    return read_file(table(*lines), answers or UploadAnswers())


def taken(preview: Preview) -> dict[str, ColumnField | None]:
    return {column.letter: column.field for column in preview.columns if column.used}


def test_paid_is_turnover_beside_charged_and_discounted() -> None:
    preview = read("Карта;Дата;Сумма;Сумма со скидкой;Оплачено", "1;01.02.2024;100;90;80").preview
    assert (preview.turnover, preview.amount_field, preview.questions) == (8_000, ColumnField.PAID, ())


def test_a_single_charged_sum_is_taken_and_named_as_charged() -> None:
    preview = read("Карта;Дата;Стоимость", "1;01.02.2024;100").preview
    assert (preview.turnover, preview.amount_field) == (10_000, ColumnField.CHARGED)


def test_two_sums_of_which_none_is_paid_are_asked_about() -> None:
    preview = read("Карта;Дата;Стоимость;Сумма со скидкой", "1;01.02.2024;100;90").preview
    (question,) = preview.questions
    assert (question.ask, question.choices, question.chosen) == (Ask.AMOUNT, ("D", "C"), "D")


@pytest.mark.parametrize("name", ["C", "Стоимость"])
def test_the_answer_settles_the_question(name: str) -> None:
    preview = read(
        "Карта;Дата;Стоимость;Сумма со скидкой",
        "1;01.02.2024;100;90",
        answers=UploadAnswers(columns={name: ColumnField.PAID}),
    ).preview
    assert (preview.turnover, preview.questions) == (10_000, ())


def test_no_sums_at_all() -> None:
    preview = read("Карта;Дата приема", "1;01.02.2024", "2;02.02.2024").preview
    assert (preview.turnover, preview.amount_field, preview.rows) == (None, None, 2)


def test_the_order_of_dates_is_asked_and_answered() -> None:
    lines = ("Карта;Дата;Оплачено", "1;01/02/2024;100", "2;03/04/2024;100")
    assert [question.ask for question in read(*lines).preview.questions] == [Ask.DATE_ORDER]
    answered = read(*lines, answers=UploadAnswers(date_order=DateOrder.MONTH_FIRST)).preview
    assert answered.questions == ()
    assert str(answered.first_day) == "2024-01-02"


def test_personal_columns_are_left_out_by_header_and_by_value() -> None:
    preview = read(
        "№ карты;ФИО;Телефон;Дата рождения;Дата приема;Оплачено;Поле1;Поле2;Поле3",
        "1;Иванов Иван;x;01.01.1980;01.02.2024;100;+7 916 123-45-67;a@b.ru;Иванова Анна Петровна",
        "2;Петров Пётр;x;01.01.1981;02.02.2024;100;8 (916) 123-45-68;c@d.ru;Петрова Анна Ивановна",
    ).preview
    personal = {column.letter: column.field for column in preview.columns if column.is_personal}
    assert personal == {
        "B": ColumnField.PATIENT_NAME,
        "C": ColumnField.PHONE,
        "D": ColumnField.BIRTH_DATE,
        "G": ColumnField.PHONE,
        "H": ColumnField.EMAIL,
        "I": ColumnField.PATIENT_NAME,
    }
    assert set(taken(preview)) == {"A", "E", "F"}


def test_without_ids_names_and_birth_dates_tell_patients_apart() -> None:
    reading = read(
        "Пациент;Дата рождения;Дата визита;Оплачено",
        "Иванова Анна;01.01.1980;01.02.2024;100",
        "Иванова Анна;05.05.1990;01.02.2024;100",
        "иванова  анна;01.01.1980;03.02.2024;100",
    )
    assert reading.preview.patients == 2
    assert taken(reading.preview)["A"] is ColumnField.PATIENT_NAME


def test_who_recommended_does_not_stay_in_the_channel() -> None:
    reading = read(
        "Карта;Дата;Оплачено;Источник",
        "1;01.02.2024;1;Сайт",
        "2;01.02.2024;1;Иванова Анна Петровна",
        "3;01.02.2024;1;Карты",
    )
    visits = Visits.from_frame(reading.rows)
    assert visits.labels[VisitField.CHANNEL].names == ("Сайт", "Имя скрыто", "Карты")


def test_rows_left_out_are_counted_by_reason() -> None:
    preview = read(
        "Карта;Дата;Оплачено;Статус",
        "1;01.02.2024;100;Состоялся",
        ";01.02.2024;70;Состоялся",
        "2;;100;Состоялся",
        "3;01.02.2024;100;Не пришёл",
        "4;02.02.2024;100;Отменён пациентом",
        "5;03.02.2024;;Состоялся",
        "Итого;;470;",
    ).preview
    left = preview.left_out
    assert (left.without_patient, left.without_patient_amount, left.without_date) == (1, 7_000, 1)
    assert (left.not_held, left.totals) == (2, 1)
    assert (preview.rows, preview.unpriced) == (2, 1)


def test_services_under_a_visit_belong_to_it() -> None:
    reading = read(
        "Карта;Дата;Врач;Услуга;Оплачено;Статус",
        "1;01.02.2024;Ким;Осмотр;100;Состоялся",
        ";;;Снимок;70;",
        ";;Юсупов;Пломба;30;",
        "2;02.02.2024;Ким;Осмотр;100;Не пришёл",
        ";;;Снимок;1000;",
        "3;плохо;Ким;Осмотр;100;Состоялся",
        ";;;Снимок;2000;",
        "4;04.02.2024;Ким;Осмотр;400;Состоялся",
    )
    preview = reading.preview
    assert (preview.turnover, preview.patients, preview.rows, preview.continued) == (60_000, 2, 4, 2)
    assert (preview.left_out.not_held, preview.left_out.without_date) == (2, 2)
    assert reading.rows[VisitField.DOCTOR].tolist() == ["Ким", "Ким", "Юсупов", "Ким"]


def test_a_subtotal_of_a_group_is_no_service_of_the_visit_above() -> None:
    preview = read(
        "Отделение;Карта;Дата;Услуга;Оплачено",
        ";1;01.02.2024;Осмотр;100",
        "Терапия;;;;100",
        ";2;02.02.2024;Осмотр;200",
        ";;;;200",
        ";;;Итого по отделению;200",
        ";;;Снимок;50",
        ";3;03.02.2024;Осмотр;400",
    ).preview
    assert (preview.turnover, preview.continued, preview.left_out.without_patient) == (70_000, 0, 3)


def test_problems_are_named_by_cell_with_a_fix() -> None:
    preview = read(
        "Карта;Дата;Оплачено", "1;01.02.2024;100", "2;25.13.2024;50", "3;02.02.2024;12 тыс", "4;02.25.2024;1"
    ).preview
    assert preview.problems == (
        CellProblem("", "B3", "25.13.2024", WantedCell.DATE, None),
        CellProblem("", "C4", "12 тыс", WantedCell.NUMBER, "12000"),
        CellProblem("", "B5", "02.25.2024", WantedCell.DATE, "25.02.2024"),
    )


def test_ids_in_powers_of_ten_are_pointed_out() -> None:
    preview = read(
        "Код пациента;Дата;Оплачено", "2.98725E+13;01.02.2024;1", "2.98726E+13;01.02.2024;1"
    ).preview
    assert preview.columns[0].has_lost_digits


def test_what_is_missing_is_said_with_what_is_there() -> None:
    with pytest.raises(FileRefusedError) as caught:
        read("Услуга;Цена", "Осмотр;1500", "Снимок;700")
    refusal = caught.value.refusal
    assert refusal.reason is RefusalReason.NO_COLUMNS
    assert refusal.found == ("Услуга", "Цена")
    assert refusal.missing == (ColumnField.PATIENT, ColumnField.DATE)


@pytest.mark.parametrize(
    "lines", [("Карта;Дата;Оплачено",), ("просто текст",)], ids=["header only", "a sentence"]
)
def test_nothing_but_words_has_no_rows(lines: tuple[str, ...]) -> None:
    with pytest.raises(FileRefusedError) as caught:
        read(*lines)
    assert caught.value.refusal.reason is RefusalReason.NO_ROWS


def test_an_unknown_id_column_is_guessed_and_asked_about() -> None:
    lines = [f"{n % 7 + 100};0{n % 9 + 1}.02.2024;{n}00" for n in range(30)]
    preview = read("Шифр;Дата визита;Оплачено", *lines).preview
    assert [(question.ask, question.chosen) for question in preview.questions] == [(Ask.PATIENT, "A")]


def test_the_same_shape_for_the_same_headers_only() -> None:
    first = read("Карта;Дата;Оплачено", "1;01.02.2024;1").preview.shape
    assert read("отчёт", "КАРТА;дата;Оплачено, руб.", "2;05.02.2024;2").preview.shape == first
    assert read("Карта;Дата;Сумма", "1;01.02.2024;1").preview.shape != first


def test_preview_survives_json_and_rows_survive_packing() -> None:
    reading = read("Карта;Дата;Оплачено;Врач", "007;01.02.2024;1,5;Ким", "008;01.02.2024;;")
    assert from_json(Preview, to_json(reading.preview)) == reading.preview
    visits = Visits.from_frame(unpack(pack(reading.rows, bytes(32))))
    assert (
        sorted(visits.amount.tolist()) == sorted(Visits.from_frame(reading.rows).amount.tolist()) == [0, 150]
    )
    assert visits.unpriced == 1


def test_why_this_sheet() -> None:
    assert read("Карта;Дата;Оплачено", "1;01.02.2024;1").preview.why is WhySheet.ONLY


def test_answers_from_json() -> None:
    said = '{"sheets": ["Май"], "columns": {"C": "paid", "Код": null}, "date_order": "month_first"}'
    answers = UploadAnswers(("Май",), {"C": ColumnField.PAID, "Код": None}, DateOrder.MONTH_FIRST)
    assert UploadAnswers.from_json(said) == answers == UploadAnswers.from_json(answers.to_json())


@pytest.mark.parametrize("text", ["[]", '{"column": {}}', '{"columns": {"C": "gold"}}', "{"])
def test_answers_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        UploadAnswers.from_json(text)


def test_of_very_many_problems_all_are_counted_and_the_first_are_kept() -> None:
    bad = (f"{n};01.02.2024;плохо{n}" for n in range(6_000))
    good = (f"{n};01.02.2024;{n}" for n in range(7_000))
    preview = read("Карта;Дата;Оплачено", *good, *bad).preview
    assert (preview.problem_count, len(preview.problems), preview.problems[0].cell) == (6_000, 5_000, "C7002")
    assert preview.unpriced == 6_000
