"""A file in the chat, from its arrival to the plan made of it."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from handlers.upload.orders import MOST_WAITING
from metrics.estimate import Estimate
from services.limits import Quota
from simulator.keyboards import inline_buttons
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import DateOrder
from storage.queue import QueueState
from storage.queue.upkeep import forget_old
from storage.tables.queue import seen
from storage.tables.uploads import kept_uploads, mappings, offered_uploads
from tests.conversations.house import House, Person, plain
from tests.spreadsheets.clinics import LAYOUTS, Layout, paid_by_visit, random_clinic, written
from workers.worker import WorkerDied, WorkerFailed

HEADER = "№ карты;Дата приёма;Врач;Источник;Оплачено"
TWO_SUMS = "№ карты;Дата приёма;Сумма счёта;Сумма чека"


def about_file(person: Person) -> dict[str, Any]:
    """The bot's newest message about a file; what the visits say may have come after it."""
    return next(message for message in reversed(person.answers) if "reply_to_message" in message)


def said(person: Person) -> str:
    return plain(about_file(person)["text"])


def offered(person: Person) -> list[str]:
    return [plain(button["text"]) for button in inline_buttons(about_file(person))]


def csv(rows: Iterable[Sequence[object]], header: str = HEADER) -> bytes:
    return "\n".join([header, *(";".join(map(str, row)) for row in rows)]).encode()


def visits(first: date, last: date, *, patients: int = 40, paid: int = 1000) -> list[tuple[object, ...]]:
    """A visit every ten days from the first day to the last, by one patient after another."""
    days = range(0, (last - first).days + 1, 10)
    return [
        (
            f"{number % patients:04}",
            f"{first + timedelta(days=day):%d.%m.%Y}",
            "Ким",
            ("Сайт", "По рекомендации")[number % 2],
            paid,
        )
        for number, day in enumerate(days)
    ]


def small(header: str = HEADER) -> bytes:
    """Two patients and three visits on days that cannot be mistaken."""
    rows = [("007", "15.01.2025", "Ким", "Сайт", 100), ("008", "16.01.2025", "Ким", "Сайт", 200)]
    return csv([*rows, ("007", "20.02.2025", "Ким", "Сайт", 300)], header)


def two_sums() -> bytes:
    return csv([("1", "15.01.2025", 100, 90), ("2", "16.01.2025", 200, 180)], TWO_SUMS)


@pytest.mark.parametrize("layout", [LAYOUTS[6], LAYOUTS[21], LAYOUTS[38]], ids=lambda layout: layout.name)
async def test_a_file_is_shown_before_anything_of_it_is_stored(
    house: House, owner: Person, layout: Layout
) -> None:
    lines = random_clinic(3)
    await owner.upload(written(lines, layout), "в.bin")
    headline, *_ = owner.last.split("\n")
    assert owner.words("upload-patients", patients=len({line.patient for line in lines})) in headline
    assert f"{sum(paid_by_visit(lines).values()) // 100:,}".split(",")[0] in headline
    assert owner.words("upload-not_kept") in owner.last
    assert owner.buttons == [owner.words(f"upload-{name}") for name in ("keep", "change", "drop")]
    assert await house.rows(kept_uploads) == []
    await owner.press(owner.words("upload-keep"))
    assert owner.words("upload-patients", patients=len({line.patient for line in lines})) in said(owner)
    assert [row.rows for row in await house.rows(kept_uploads)] == [len(lines)]


async def test_the_open_question_stays_open(olga: Person) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan")
    await olga.upload(small())
    assert olga.last.startswith("В файле 3 строки, 2 пациента, оборот 600 ₽.")
    await olga.send("1850")
    assert "3 из 5" in olga.last
    await olga.press("Загрузить")
    await olga.send("575")
    assert "4 из 5" in olga.last


async def test_a_file_can_be_left(house: House, owner: Person) -> None:
    await owner.upload(small())
    await owner.press(owner.words("upload-drop"))
    assert owner.last == owner.words("upload-dropped")
    assert await house.rows(offered_uploads) == []
    assert await house.rows(kept_uploads) == []


async def test_the_same_file_again_changes_nothing(house: House, owner: Person) -> None:
    for _ in range(2):
        await owner.upload(small())
        await owner.press(owner.words("upload-keep"))
    assert said(owner).startswith(owner.words("upload-kept.same").removeprefix("<b>").removesuffix("</b>"))
    assert len(await house.rows(kept_uploads)) == 1


async def test_a_later_file_says_which_days_it_replaces(house: House, olga: Person) -> None:
    await olga.upload(csv(visits(date(2025, 1, 1), date(2025, 3, 31))))
    await olga.press("Загрузить")
    await olga.upload(csv(visits(date(2025, 3, 2), date(2025, 5, 31), paid=2000)))
    await olga.press("Загрузить")
    assert "дважды они не считаются: 02.03.2025 – 22.03.2025" in said(olga)
    assert len(await house.rows(kept_uploads)) == 2


async def test_which_of_two_sums_is_paid_is_asked_and_remembered(house: House, owner: Person) -> None:
    await owner.upload(two_sums())
    question = owner.words("upload-ask-amount").split("</b>")[0].removeprefix("<b>")
    assert owner.last.startswith(question)
    assert len(owner.buttons) == 4
    await owner.press("Сумма чека")
    assert "270" in owner.last.split("\n")[0]
    await owner.press(owner.words("upload-keep"))
    assert len(await house.rows(mappings)) == 1
    await owner.upload(csv([("3", "17.01.2025", 1000, 700)], TWO_SUMS))
    assert owner.words("upload-remembered") in owner.last
    assert "700" in owner.last.split("\n")[0]


async def test_columns_that_had_to_be_named_are_known_the_next_time(olga: Person) -> None:
    rows = [("вторник", "17.01.2025", 100), ("среда", "18.01.2025", 200)]
    table = csv(rows, "Гдежз;Дата визита;Оплачено")
    await olga.upload(table)
    assert "не нашлось столбцов: пациент" in olga.last
    await olga.press("Гдежз", "Загрузить")
    await olga.upload(table.replace(b"100", b"300"))
    assert olga.last.startswith("В файле 2 строки, 2 пациента, оборот 500 ₽.")
    assert "Колонки понял, как в прошлый раз." in olga.last


async def test_what_one_clinic_said_is_not_remembered_for_another(olga: Person, kate: Person) -> None:
    await olga.upload(two_sums())
    await olga.press("Сумма чека", "Загрузить")
    await kate.upload(two_sums())
    assert kate.last.startswith("Which column is the sum that was paid?")


async def test_the_order_of_day_and_month_is_asked(house: House, olga: Person) -> None:
    await olga.upload(csv([("1", "03/04/2025", "", "", 100), ("2", "05/06/2025", "", "", 200)]))
    assert olga.last.startswith("Что в датах стоит первым?")
    await olga.press("Месяц")
    assert "Период: 04.03.2025 – 06.05.2025." in olga.last
    assert house.desk.read_with[-1].date_order is DateOrder.MONTH_FIRST


async def test_which_sheet_is_asked(olga: Person) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, paid in (("Касса", 100), ("Сверка", 300)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER.split(";"))
        for row in range(1, 4):
            sheet.write_row(row, 0, (f"A{row}", f"1{row}.01.2025", "Ким", "Сайт", paid))
    book.close()
    await olga.upload(buffer.getvalue(), "две.xlsx")
    assert olga.last.startswith("Какой лист читать?")
    await olga.press("Сверка")
    assert olga.last.startswith("В файле 3 строки, 3 пациента, оборот 900 ₽.")


async def test_any_column_can_be_something_else(house: House, owner: Person) -> None:
    await owner.upload(small("№ карты;Дата приёма;Врач;Источник;Оплачено"))
    await owner.press(owner.words("upload-change"), "«Источник»" if owner.language == "ru" else "“Источник”")
    await owner.press(owner.words("sheet-field-speciality"))
    assert house.desk.read_with[-1].columns == {"D": ColumnField.SPECIALITY}
    await owner.press(owner.words("upload-change"), "Оплачено")
    await owner.press(owner.words("upload-change-nothing"))
    assert owner.words("upload-headline.no_money", rows=3, patients=2) in owner.last


async def test_a_change_that_cannot_be_read_is_said_and_not_made(olga: Person) -> None:
    await olga.upload(small())
    await olga.press("Изменить", "Дата приёма", "Не использовать")
    assert olga.last.startswith("Так прочитать не получается.")
    assert "дата визита" in olga.last.split("\n")[0]
    await olga.press("Загрузить")
    assert said(olga).startswith("Загружено: 3 строки")


async def test_columns_nobody_knows_can_be_named(olga: Person) -> None:
    rows = [(f"{number}", f"{13 + number}.01.2025", 100) for number in range(1, 4)]
    await olga.upload(csv(rows, "Абв;Гдежз;Иклмн"))
    assert "В каком столбце пациент?" in olga.last
    await olga.press("Абв")
    assert olga.last.startswith("В каком столбце дата визита?")
    await olga.press("Гдежз")
    assert olga.last.startswith("В каком столбце оплаченная сумма?")
    await olga.press("Иклмн")
    assert olga.last.startswith("В файле 3 строки, 3 пациента, оборот 300 ₽.")


async def test_cells_that_cannot_be_read_are_named(olga: Person) -> None:
    rows = visits(date(2025, 1, 13), date(2025, 12, 30))
    wrong = [(*row[:-1], "дорого") for row in rows[:7]]
    await olga.upload(csv([*wrong, *rows[7:]]))
    assert "7 ячеек прочитать не удалось, первые:" in olga.last
    assert "E2: нужно число, получено «дорого»." in olga.last
    assert olga.last.count("нужно число") == 5
    assert olga.buttons[0] == f"✅ Загрузить {len(rows)} верных строк"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "Это PDF, а не таблица."),
        (b"\n", "Файл пустой."),
        (b"\x89PNG\r\n\x1a\n....", "не таблица"),
    ],
)
async def test_what_is_no_table_is_refused_in_words(
    house: House, olga: Person, content: bytes, said: str
) -> None:
    await olga.upload(content, "таблица.xlsx")
    assert said in olga.last
    assert "reply_markup" not in olga.answers[-1]


async def test_a_restart_in_the_middle_loses_nothing(house: House, olga: Person) -> None:
    house.desk.seconds = 60
    olga.chat.send_document("визиты.csv", small())
    await house.until(lambda: bool(olga.answers))
    assert olga.last == "⏳ Открываю файл…"
    await house.stop()
    house.desk.seconds = 0
    await house.start()
    await house.until(lambda: olga.last.startswith("В файле 3 строки"))
    assert len(olga.answers) == 1
    await house.restart()
    await olga.press("Загрузить")
    assert said(olga).startswith("Загружено: 3 строки")


async def test_reading_can_be_stopped(house: House, owner: Person) -> None:
    house.desk.seconds = 60
    owner.chat.send_document("визиты.csv", small())
    await house.until(lambda: bool(owner.answers))
    assert owner.last == owner.words("upload-doing-opening")
    await owner.press(owner.words("upload-stop"))
    assert owner.last == owner.words("upload-stopped")
    house.desk.seconds = 0
    await owner.press(owner.words("upload-again"))
    assert owner.buttons[0] == owner.words("upload-keep")
    assert len(owner.answers) == 1


async def test_two_files_at_once_are_answered_one_after_the_other(house: House, olga: Person) -> None:
    olga.chat.send_album([("1.csv", small()), ("2.csv", csv(visits(date(2024, 1, 13), date(2024, 6, 30))))])
    await house.settle()
    first, second = olga.answers
    assert "3 строки" in olga.texts[0]
    assert "17 строк" in olga.texts[1]
    await olga.press("Загрузить", message=first)
    await olga.press("Загрузить", message=second)
    assert [row.rows for row in await house.rows(kept_uploads)] == [3, 17]


async def test_a_button_of_somebody_else_does_nothing(house: House, olga: Person, kate: Person) -> None:
    await olga.upload(small())
    await kate.send("/start")
    for data in (*olga.data, f"{olga.data[0]}:1", "up:keep:", "up:", "up:gold:aaaaaaaaaaaa"):
        await kate.forge(data)
    assert set(kate.alerts) == {kate.words("old_button")}
    assert await house.rows(kept_uploads) == []
    await olga.forge(olga.data[0].replace("keep", "gold"))
    await olga.forge(olga.data[0].replace("keep", "take"))
    await olga.forge(olga.data[0].replace("keep", "undo"))
    await olga.forge(olga.data[0].replace("keep", "name") + ":A:gold")
    await olga.forge(olga.data[0].replace("keep", "answer") + ":amount:x")
    await olga.forge(olga.data[0].replace("keep", "columns") + ":x")
    await olga.forge(olga.data[0].replace("keep", "column") + ":ZZ")
    assert olga.alerts == [olga.words("old_button")] * 3
    house.forgive("message is not modified")


async def test_a_forged_answer_about_a_file_that_is_refused_changes_nothing(
    house: House, olga: Person
) -> None:
    await olga.upload(csv([("вторник", "Ким")], "Гдежз;Врач"))
    shown = olga.data[0].rpartition(":patient:")[0]
    for forged in (shown, f"{shown}:patient", f"{shown}:date:0", f"{shown}:patient:99", f"{shown}:gold:0"):
        await olga.forge(forged)
    assert house.parked == []
    assert [row.answers for row in await house.rows(offered_uploads)] == ["{}"]
    house.forgive("message is not modified")


async def test_who_blocks_the_bot_after_keeping_a_file_has_kept_it(house: House, olga: Person) -> None:
    await olga.upload(small())
    olga.chat.press_button(*olga.find("Загрузить"))
    olga.chat.block()
    await house.settle()
    house.forgive("bot was blocked by the user")
    assert [row.rows for row in await house.rows(kept_uploads)] == [3]


async def test_two_taps_keep_a_file_once(house: House, olga: Person) -> None:
    await olga.upload(small())
    await olga.double_tap("Загрузить")
    assert len(await house.rows(kept_uploads)) == 1
    assert said(olga).startswith("Загружено: 3 строки")


async def test_the_message_with_the_file_can_be_deleted(house: House, owner: Person) -> None:
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"), owner.words("upload-delete"))
    assert owner.alerts == [owner.words("upload-deleted")]
    assert not any("document" in message for message in owner.chat.messages)


async def test_a_message_too_old_for_the_bot_is_left_to_its_owner(house: House, owner: Person) -> None:
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"))
    house.account.clock = lambda: datetime.now(UTC) + timedelta(days=3)
    await owner.press(owner.words("upload-delete"))
    house.forgive("message can't be deleted for everyone")
    assert owner.alerts == [owner.words("upload-not_deleted")]


async def test_an_upload_is_undone_and_taken_back(house: House, owner: Person) -> None:
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"), owner.words("upload-undo"))
    assert owner.words("upload-rows", rows=3) in owner.last
    assert [row.undone_at for row in await house.rows(kept_uploads)] == [None]
    await owner.press(owner.words("uploads-undo.yes"))
    assert owner.words("uploads-card.undone") in owner.last
    assert [row.undone_at is None for row in await house.rows(kept_uploads)] == [False]
    await owner.send("/uploads")
    await owner.press(owner.words("upload-rows", rows=3), owner.words("uploads-card.redo"))
    await owner.press(owner.words("uploads-redo.yes"))
    assert [row.undone_at for row in await house.rows(kept_uploads)] == [None]
    assert owner.words("uploads-card.undo") in owner.buttons


async def test_the_list_of_uploads_leads_from_the_menu(owner: Person) -> None:
    await owner.send("/start")
    await owner.press(owner.words("start.upload"))
    assert owner.words("uploads.none") in owner.last
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"))
    await owner.send("/uploads")
    days = {"ru": ("15.01.2025", "20.02.2025"), "en": ("15 Jan 2025", "20 Feb 2025")}[owner.language]
    assert owner.words("uploads.item", **{"from": days[0]}, to=days[1], rows=3) in owner.buttons


async def test_the_questionnaire_is_filled_in_from_the_rows(house: House, olga: Person) -> None:
    await olga.upload(csv(visits(date(2023, 1, 1), date(2025, 12, 31))))
    await olga.press("Загрузить", "План по данным за 2025 год")
    await olga.press("3", "+20")
    assert "Пациентов в 2025: 36 📎" in olga.last or "36 📎" in olga.last
    assert "📎 Из файла: 01.01.2025 – 31.12.2025" in olga.last
    await olga.press("Посчитать")
    assert any(text.startswith("План на 2026 год") for text in olga.texts)


async def test_a_year_in_a_file_of_its_own_is_compared_with_those_uploaded_before(olga: Person) -> None:
    for year in (2022, 2023, 2024, 2025):
        await olga.upload(csv(visits(date(year, 1, 1), date(year, 12, 31), patients=year - 1995)))
        await olga.press("Загрузить")
    await olga.press("План по данным за 2025 год")
    async with olga.workspace() as workspace:
        answers = workspace.segments.whole_clinic().answers
    # 37 visits a year: 27, 28, 29 and 30 patients, of whom one a year is new.
    wanted = {"patients": 30, "previous_patients": 29, "new_patients": 1}
    assert {name: answers[name].estimate for name in wanted} == {
        name: Estimate.exact(value) for name, value in wanted.items()
    }


async def test_of_an_incomplete_year_the_last_twelve_months_are_offered(house: House, olga: Person) -> None:
    await olga.upload(csv(visits(date(2023, 1, 1), date(2026, 11, 15))))
    await olga.press("Загрузить")
    assert "2026 год в файле неполный" in said(olga)
    assert offered(olga)[:2] == [
        "📊 План по 12 месяцам: 01.11.2025 – 31.10.2026",
        "📊 План по данным за 2025 год",
    ]
    await olga.press("12 месяцам")
    async with olga.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
    assert clinic.plan_year == 2027
    counted = clinic.answers["patients"].counted
    assert counted is not None
    assert (counted.start, counted.end) == (date(2025, 11, 1), date(2026, 10, 31))


async def test_a_link_to_a_public_sheet_works_like_a_file(house: House, owner: Person) -> None:
    sheet = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
    house.sheets.public[f"{sheet}/12"] = small()
    await owner.send(f"https://docs.google.com/spreadsheets/d/{sheet}/edit?usp=sharing#gid=12")
    assert owner.words("upload-patients", patients=2) in owner.last
    await owner.press(owner.words("upload-keep"))
    assert len(await house.rows(kept_uploads)) == 1


async def test_a_private_sheet_says_what_to_do(owner: Person) -> None:
    await owner.send("вот https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz01/edit")
    assert owner.last.startswith(
        owner.words("upload-not-fetched-sheet-private").split("</b>")[0].removeprefix("<b>")
    )
    assert owner.buttons == [owner.words("upload-again")]
    await owner.send("https://docs.google.com/document/d/1AbCdEfGhIjKlMnOpQrStUvWxYz01/edit")
    assert owner.last == owner.words("upload-not_a_sheet")
    await owner.send("https://example.com/visits.xlsx")
    assert owner.words("upload-not_a_sheet") in owner.texts[-2:]


async def test_a_file_over_20_megabytes_gets_three_ways_out(owner: Person) -> None:
    await owner.upload(bytes(21 << 20))
    headline, *ways = owner.last.split("\n")
    assert "20" in headline
    assert [way[:2] for way in ways[1:]] == ["1.", "2.", "3."]


async def test_a_process_that_is_lost_once_is_not_noticed(house: House, olga: Person) -> None:
    house.desk.failures = [WorkerDied()]
    await olga.upload(small())
    assert olga.last.startswith("В файле 3 строки")


@pytest.mark.parametrize("failures", [[WorkerDied(), WorkerDied()], [WorkerFailed("KeyError in read:1")]])
async def test_a_failure_of_ours_is_said_and_can_be_tried_again(
    house: House, owner: Person, failures: list[Exception]
) -> None:
    house.desk.failures = list(failures)
    await owner.upload(small())
    assert owner.last == owner.words("upload-failed")
    await owner.press(owner.words("upload-again"))
    assert owner.buttons[0] == owner.words("upload-keep")


async def test_a_file_telegram_does_not_hand_over(house: House, owner: Person) -> None:
    owner.chat.send_document("визиты.csv", small())
    vars(house.account.files)["_by_id"].clear()
    await house.settle()
    house.forgive("invalid file_id")
    assert owner.last == owner.words("upload-not-fetched-gone")


async def test_the_name_of_a_file_is_written_down_nowhere(house: House, olga: Person) -> None:
    await olga.upload(small(), "Иванова Мария 79161234567.csv")
    await olga.press("Загрузить")
    await house.stop()
    for path in Path(house.url.removeprefix("sqlite:///")).parent.iterdir():
        content = path.read_bytes()
        for name in ("Иванова", "79161234567"):
            assert name.encode() not in content, path
            assert name.encode("utf-16-le") not in content, path
    await house.start()


async def test_everything_of_a_file_goes_with_the_rest(house: House, owner: Person) -> None:
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"))
    await owner.upload(two_sums())
    await owner.send("/forget")
    await owner.press(owner.words("forget-ask.yes"))
    for table in (offered_uploads, kept_uploads, mappings):
        assert await house.rows(table) == []


async def test_a_table_without_the_columns_needed_lets_them_be_named(olga: Person) -> None:
    rows = [("вторник", "Ким"), ("среда", "Юсупов"), ("вторник", "Ким")]
    await olga.upload(csv(rows, "Гдежз;Врач"))
    assert "не нашлось столбцов: пациент, дата визита" in olga.last
    assert "Гдежз, Врач" in olga.last
    await olga.press("Врач")
    assert "не нашлось столбцов: дата визита" in olga.last
    assert olga.buttons == ["A «Гдежз»", "B «Врач»", "✖ Не загружать"]


def large() -> bytes:
    """The three visits of `small` in a file of over a megabyte."""
    note = "x" * 400_000
    rows = [
        (*row, note)
        for row in (("007", "15.01.2025", 100), ("008", "16.01.2025", 200), ("007", "20.02.2025", 300))
    ]
    return csv(rows, "№ карты;Дата приёма;Оплачено;Комментарий")


async def test_a_large_file_is_answered_at_once_and_then_in_the_same_message(
    house: House, owner: Person
) -> None:
    house.desk.seconds = 2.0
    owner.chat.send_document("выгрузка.csv", large())
    await house.until(lambda: bool(owner.answers) and "reply_to_message" in owner.answers[-1])
    first = about_file(owner)
    assert plain(first["text"]) == owner.words("upload-doing-waiting")
    assert offered(owner) == [owner.words("upload-stop")]
    await house.settle()
    assert about_file(owner)["message_id"] == first["message_id"]
    assert owner.words("upload-patients", patients=2) in said(owner)


async def test_a_large_file_can_be_stopped_while_it_waits(house: House, owner: Person) -> None:
    house.desk.seconds = 30.0
    owner.chat.send_document("выгрузка.csv", large())
    await house.until(lambda: bool(owner.answers) and "reply_to_message" in owner.answers[-1])
    await owner.press(owner.words("upload-stop"))
    assert said(owner) == owner.words("upload-stopped")
    assert await house.queue.state() == QueueState(depth=0, oldest=0.0, parked=0, by_kind={})


async def test_a_small_file_that_costs_much_goes_on_among_the_large_ones(house: House, owner: Person) -> None:
    house.desk.costly = True
    await owner.upload(small())
    assert owner.words("upload-patients", patients=2) in said(owner)
    await owner.press(owner.words("upload-keep"))
    assert [row.rows for row in await house.rows(kept_uploads)] == [3]


async def test_a_status_nobody_knows_is_asked_about_once(olga: Person) -> None:
    rows = [
        (f"A{number}", f"{13 + number}.01.2025", 100, "Пришёл" if number < 4 else "У окна")
        for number in range(1, 7)
    ]
    await olga.upload(csv(rows, "№ карты;Дата приёма;Оплачено;Статус"))
    assert olga.last.startswith("Что из этого состоялось? «У окна»")
    assert "Состоялось всё: 6 визитов, 6 пациентов, 600" in olga.buttons[0]
    await olga.press("Ничего не состоялось")
    assert "В файле 3 строки, 3 пациента, оборот 300 ₽." in olga.last
    await olga.press("Загрузить")
    await olga.upload(
        csv([*rows, ("A9", "29.01.2025", 100, "У окна")], "№ карты;Дата приёма;Оплачено;Статус")
    )
    assert "В файле 3 строки" in olga.last


async def test_the_first_line_says_that_many_rows_are_left_out(olga: Person) -> None:
    rows = [
        (f"A{number}", "29.02.2025" if number < 3 else f"{10 + number}.01.2025", 100)
        for number in range(1, 9)
    ]
    await olga.upload(csv(rows, "№ карты;Дата приёма;Оплачено"))
    assert olga.last.startswith("⚠ Не вошли 2 строки из 8 (25 %).")


async def test_an_undone_upload_is_deleted_for_good(house: House, owner: Person) -> None:
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"))
    await owner.send("/uploads")
    await owner.press("2025", owner.words("uploads-card.undo"))
    assert owner.words("uploads-card.erase") not in owner.buttons
    await owner.press(owner.words("uploads-undo.yes"), owner.words("uploads-card.erase"))
    await owner.press(owner.words("back"))
    assert len(await house.rows(kept_uploads)) == 1
    await owner.press(owner.words("uploads-card.erase"), owner.words("uploads-erase.yes"))
    assert owner.alerts[-1] == owner.words("uploads-erased")
    assert await house.rows(kept_uploads) == []
    assert owner.words("uploads.none") in owner.shown


async def test_there_is_room_for_a_file_once_another_is_deleted(house: House, owner: Person) -> None:
    house.quota = Quota(uploads=1)
    await house.restart()
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"))
    newer = csv([("009", "15.03.2025", "Ким", "Сайт", 100)])
    await owner.upload(newer)
    await owner.press(owner.words("upload-keep"))
    told = owner.words("upload-full-uploads", most=1)
    assert said(owner) == told.replace("<b>", "").replace("</b>", "")
    assert len(await house.rows(kept_uploads)) == 1
    await owner.send("/uploads")
    await owner.press("2025", owner.words("uploads-card.undo"), owner.words("uploads-undo.yes"))
    await owner.press(owner.words("uploads-card.erase"), owner.words("uploads-erase.yes"))
    await owner.upload(newer)
    await owner.press(owner.words("upload-keep"))
    assert [row.first_day for row in await house.rows(kept_uploads)] == ["2025-03-15"]


async def test_a_file_that_takes_too_much_room_is_refused_and_nothing_taken_of_it(
    house: House, owner: Person
) -> None:
    house.quota = Quota(size=100)
    await house.restart()
    await owner.upload(small())
    await owner.press(owner.words("upload-keep"))
    told = owner.words("upload-full-size", most=0)
    assert said(owner) == told.replace("<b>", "").replace("</b>", "")
    assert await house.rows(kept_uploads) == []
    assert owner.words("upload-again") in offered(owner)


async def test_an_undone_upload_is_deleted_after_30_days(house: House, olga: Person) -> None:
    await olga.upload(small())
    await olga.press("Загрузить")
    await olga.send("/uploads")
    await olga.press("2025", "Отменить загрузку", "Отменить загрузку")
    (undone,) = await house.rows(kept_uploads)
    await forget_old(house.database, undone.undone_at + timedelta(days=29))
    assert len(await house.rows(kept_uploads)) == 1
    await forget_old(house.database, undone.undone_at + timedelta(days=31))
    assert await house.rows(kept_uploads) == []


async def test_nothing_comes_after_everything_was_deleted(house: House, owner: Person) -> None:
    house.desk.seconds = 0.3
    owner.chat.send_document("визиты.csv", small())
    await house.until(lambda: len(house.desk.read_with) == 0 and house.desk.seconds > 0)
    await owner.send("/forget")
    await owner.press(owner.words("forget-ask.yes"))
    await house.settle()
    assert owner.last == owner.words("forget-done")
    keys = [row.key for row in await house.rows(seen)]
    assert [key.partition(":")[0] for key in keys if not key.startswith("update:")] == ["tap"]
    await forget_old(house.database, house.clock.now() + timedelta(hours=1))
    assert all(row.key.startswith("update:") for row in await house.rows(seen))


async def test_who_sends_many_files_at_once_is_asked_to_wait(house: House, olga: Person) -> None:
    house.desk.seconds = 60
    for number in range(MOST_WAITING + 3):
        olga.chat.send_document(f"{number}.csv", small())
    await house.until(lambda: any("Уже ждут" in text for text in olga.texts))
    waiting = await house.queue.state()
    assert waiting.by_kind["file"] <= MOST_WAITING + 1
    assert olga.words("upload-many_waiting", count=MOST_WAITING) in olga.texts
