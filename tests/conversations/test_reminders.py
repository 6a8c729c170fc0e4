"""Reminders: agreeing on a day, what comes on it, and every answer to it."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import update

from metrics.monthly import Month, MonthFigure
from services.export import Export
from services.months import Cell
from services.reminders.cities import place
from storage.tables import reminders as tables
from tests.conversations.house import House, Person, plain

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2026, number) for number in range(9, 13))
NEW_PATIENTS = Cell(MonthFigure.NEW_PATIENTS)
DUE = datetime(2026, 12, 3, 7, tzinfo=UTC)
"""The 3rd of December at ten in Moscow: the first day of a routine agreed on in November."""
DAY = timedelta(days=1)


async def agree(person: Person, day: str = "3", hour: str = "10:00", city: str = "Moscow") -> None:
    """From the command to the agreement, the city typed."""
    await person.send("/remind")
    await person.press(day, hour)
    await person.send(city)


def headline(person: Person, key: str) -> str:
    """The first line of a text as it is shown."""
    return person.words(key).split("\n")[0].removeprefix("<b>").removesuffix("</b>")


def reminders(person: Person) -> list[dict[str, Any]]:
    """The reminders in the chat as they are now, oldest first."""
    skip = person.words("reminder.month_skip")
    return [
        message
        for message in person.answers
        if any(plain(button["text"]) == skip for row in rows(message) for button in row)
    ]


def rows(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return found


async def enter(person: Person, month: Month, patients: int, *, whole: bool = True) -> None:
    """Have the new patients of a month entered, or with `whole` all there is to ask of it."""
    async with person.workspace() as workspace:
        await workspace.months.enter(month, NEW_PATIENTS, Fraction(patients))
        if whole:
            await workspace.months.take_rows({month: {}})


async def test_from_the_plan_to_the_next_three_dates_in_four_taps(olga: Person) -> None:
    await olga.has_plan()
    await olga.press("Напоминать")
    assert olga.shown.startswith("Какого числа спрашивать о прошлом месяце?")
    await olga.press("3")
    assert olga.shown.startswith("Во сколько напоминать?")
    await olga.press("10:00")
    assert olga.shown.startswith("В каком городе клиника?")
    await olga.press("Екатеринбург")
    assert olga.shown.split("\n") == [
        "Спрашиваю о прошлом месяце 3-го числа в 10:00",
        "Екатеринбург: Asia/Yekaterinburg, UTC+5",
        "Ближайшие напоминания:",
        "• 3 декабря 2026, 10:00",
        "• 3 января 2027, 10:00",
        "• 3 февраля 2027, 10:00",
    ]
    assert olga.buttons == ["📅 День", "🕙 Час", "🌍 Город", "⏸ Пауза", "🔕 Отписаться", "☰ Меню"]


async def test_everything_typed_in_english(kate: Person) -> None:
    await kate.send("/remind", "31st", "at 9:00", "Lodon")
    assert kate.shown.startswith("Did you mean…")
    await kate.press("London")
    assert kate.shown.split("\n") == [
        "I ask about the month before on the last day of each month at 9:00",
        "London: Europe/London, UTC+0",
        "Next reminders:",
        "• 30 November 2026, 09:00",
        "• 31 December 2026, 09:00",
        "• 31 January 2027, 09:00",
    ]


@pytest.mark.parametrize(
    ("window", "typed", "answer"),
    [
        (0, "0", "remind-bad_day"),
        (0, "32", "remind-bad_day"),
        (0, "в начале месяца", "remind-bad_day"),
        (0, "с 1 по 5", "remind-bad_day"),
        (1, "8", "remind-bad_hour"),
        (1, "21", "remind-bad_hour"),
        (1, "10:30", "remind-bad_hour"),
        (1, "утром", "remind-bad_hour"),
    ],
)
async def test_a_day_or_hour_that_cannot_be_is_asked_again(
    owner: Person, window: int, typed: str, answer: str
) -> None:
    await owner.send("/remind", *("5", "12")[:window], typed)
    assert owner.shown.startswith(owner.words(answer))
    await owner.send(*("5", "12")[window:])
    assert owner.shown.startswith(headline(owner, "remind-city"))


async def test_a_city_nobody_knows_is_asked_again_and_a_zone_will_do(owner: Person) -> None:
    await owner.send("/remind", "5", "12", "щщщщщщ")
    assert owner.words("remind-no_city", example="Asia/Tokyo") in owner.shown
    await owner.send("asia/tokyo")
    assert owner.words("remind-zone", zone="Asia/Tokyo", offset="UTC+9") in owner.shown


async def test_back_goes_to_the_window_before_then_to_the_menu(owner: Person) -> None:
    await owner.send("/remind", "5", "12", "Lodon")
    back = owner.words("back")
    for window in ("city", "hour", "day"):
        await owner.press(back)
        assert owner.shown.startswith(headline(owner, f"remind-{window}"))
    await owner.press(back)
    assert owner.words("start.settings") in owner.buttons


async def test_a_half_made_agreement_survives_a_restart(house: House, olga: Person) -> None:
    await olga.send("/remind")
    await olga.press("5")
    await house.restart()
    await olga.press("12:00", "Минск")
    assert "• 5 декабря 2026, 12:00" in olga.shown


async def test_each_part_can_be_changed(olga: Person) -> None:
    await agree(olga)
    await olga.press("День", "15")
    assert "• 15 декабря 2026, 10:00" in olga.shown
    await olga.press("Час", "19:00")
    assert "• 15 декабря 2026, 19:00" in olga.shown
    await olga.press("Город", "Владивосток")
    assert "Владивосток: Asia/Vladivostok, UTC+10" in olga.shown
    await olga.press("День", "Назад")
    assert "• 15 декабря 2026, 19:00" in olga.shown


async def test_the_reminder_comes_once_on_its_hour(house: House, olga: Person) -> None:
    await agree(olga)
    await house.remind_at(DUE - timedelta(seconds=1))
    assert reminders(olga) == []
    for later in range(3):
        await house.remind_at(DUE + timedelta(minutes=later))
    (reminder,) = reminders(olga)
    assert plain(reminder["text"]) == "Ноябрь 2026: сколько пришло новых пациентов?"
    assert [[plain(button["text"]) for button in row] for row in rows(reminder)] == [
        ["✏ Внести ноябрь"],
        ["Завтра", "Через 3 дня"],
        ["Пропустить месяц", "Отписаться"],
    ]


async def test_the_previous_value_is_a_button(house: House, owner: Person) -> None:
    await agree(owner)
    await enter(owner, SEPTEMBER, 35)
    await enter(owner, OCTOBER, 37)
    await house.remind_at(DUE)
    (reminder,) = reminders(owner)
    if owner.language == "ru":
        assert plain(reminder["text"]).endswith("\nВ октябре было 37.")
        assert plain(rows(reminder)[0][0]["text"]) == "Как в октябре: 37"
    else:
        assert plain(reminder["text"]).endswith("\nIn October there were 37.")
        assert plain(rows(reminder)[0][0]["text"]) == "Same as in October: 37"
    await owner.press("37")
    async with owner.workspace() as workspace:
        assert (await workspace.months.record(NOVEMBER)).cells[NEW_PATIENTS].value == 37


async def test_the_same_as_before_never_overwrites_what_was_entered(house: House, olga: Person) -> None:
    await agree(olga)
    await enter(olga, OCTOBER, 37)
    await house.remind_at(DUE)
    await enter(olga, NOVEMBER, 41, whole=False)
    await olga.press("Как в октябре")
    async with olga.workspace() as workspace:
        assert (await workspace.months.record(NOVEMBER)).cells[NEW_PATIENTS].value == 41


async def test_a_number_typed_below_the_reminder_answers_it(house: House, owner: Person) -> None:
    await agree(owner)
    await house.remind_at(DUE)
    await owner.send("41")
    async with owner.workspace() as workspace:
        assert (await workspace.months.record(NOVEMBER)).cells[NEW_PATIENTS].value == 41
    assert "41" in owner.shown


async def test_a_number_typed_into_a_window_opened_since_is_that_windows(house: House, olga: Person) -> None:
    await agree(olga)
    await house.remind_at(DUE)
    await olga.send("/remind")
    await olga.press("День")
    await olga.send("15")
    # November was asked for on the 3rd: it is repeated after two days, and December comes next.
    assert olga.shown.split("\n")[-3:] == [
        "• 5 декабря 2026, 10:00",
        "• 15 января 2027, 10:00",
        "• 15 февраля 2027, 10:00",
    ]
    async with olga.workspace() as workspace:
        assert (await workspace.months.record(NOVEMBER)).cells == {}


async def test_an_entered_month_is_not_asked_for(house: House, owner: Person) -> None:
    await agree(owner)
    await enter(owner, NOVEMBER, 37)
    await owner.send("/remind")
    assert owner.words("remind-date", day="3", month="января", year="2027", time="10:00") in owner.shown or (
        "• 3 January 2027, 10:00" in owner.shown
    )
    await house.remind_at(DUE)
    assert reminders(owner) == []
    await house.remind_at(datetime(2027, 1, 3, 7, tzinfo=UTC))
    assert len(reminders(owner)) == 1


async def test_a_month_is_asked_for_three_times_then_not_until_the_next(house: House, olga: Person) -> None:
    await agree(olga)
    sent = []
    for day in range(31):
        await house.remind_at(DUE + day * DAY)
        sent.append(len(reminders(olga)))
    assert sent == [1, 1, *[2] * 5, *[3] * 24]
    await house.remind_at(DUE + 31 * DAY)
    assert len(reminders(olga)) == 4
    assert plain(reminders(olga)[-1]["text"]).startswith("Декабрь 2026")


async def test_entering_the_month_ends_its_repeats(house: House, olga: Person) -> None:
    await agree(olga)
    await house.remind_at(DUE)
    await enter(olga, NOVEMBER, 37)
    for day in range(1, 20):
        await house.remind_at(DUE + day * DAY)
    assert len(reminders(olga)) == 1


@pytest.mark.parametrize(("reply", "days"), [("reminder.month_tomorrow", 1), ("reminder.month_in_3", 3)])
async def test_put_off_it_comes_again_on_that_day(house: House, owner: Person, reply: str, days: int) -> None:
    await agree(owner)
    await house.remind_at(DUE + timedelta(hours=2))
    await owner.press(owner.words(reply))
    shown = plain(owner.window["text"])
    assert str(3 + days) in shown.split("\n")[0]
    assert "Europe/Moscow, UTC+3" in shown
    assert len(reminders(owner)) == 0
    await house.remind_at(DUE + days * DAY - timedelta(seconds=1))
    assert len(reminders(owner)) == 0
    await house.remind_at(DUE + days * DAY)
    assert len(reminders(owner)) == 1


async def test_two_taps_on_tomorrow_are_one(house: House, olga: Person) -> None:
    await agree(olga)
    await house.remind_at(DUE)
    (reminder,) = reminders(olga)
    await olga.press("Завтра", message=reminder)
    house.clock.today += timedelta(minutes=5)
    await olga.press("Завтра", message=reminder)
    house.forgive("message is not modified")
    await house.remind_at(DUE + DAY)
    await house.remind_at(DUE + DAY + timedelta(minutes=5))
    assert len(reminders(olga)) == 1


async def test_a_skipped_month_is_asked_for_no_more_and_breaks_nothing(house: House, owner: Person) -> None:
    await agree(owner)
    await house.remind_at(DUE)
    await owner.press(owner.words("reminder.month_skip"))
    assert plain(owner.window["text"]).count("2027") == 1
    for day in range(1, 31):
        await house.remind_at(DUE + day * DAY)
    assert reminders(owner) == []
    await house.remind_at(DUE + 31 * DAY)
    assert len(reminders(owner)) == 1


async def test_an_answer_after_the_skip_says_that_it_is_over(house: House, owner: Person) -> None:
    await agree(owner)
    await house.remind_at(DUE)
    (reminder,) = reminders(owner)
    await owner.press(owner.words("reminder.month_skip"), message=reminder)
    await owner.press(owner.words("reminder.month_tomorrow"), message=reminder)
    assert owner.alerts[-1] == owner.words("reminder-over")


async def test_unsubscribed_and_taken_back_in_one_tap_each(house: House, owner: Person) -> None:
    await agree(owner)
    await house.remind_at(DUE)
    await owner.press(owner.words("reminder.month_off"))
    assert owner.shown.startswith(headline(owner, "reminder-off"))
    await house.remind_at(DUE + 2 * DAY)
    assert reminders(owner) == []
    await owner.press(owner.words("reminder.month_on"))
    assert "Europe/Moscow, UTC+3" in owner.shown
    await house.remind_at(DUE + 7 * DAY)
    await house.remind_at(DUE + 31 * DAY)
    assert len(reminders(owner)) == 2


async def test_unsubscribed_for_good_nothing_comes_for_three_years(house: House, olga: Person) -> None:
    await agree(olga)
    await olga.press("Отписаться")
    assert olga.shown.startswith("Напоминания выключены")
    for month in range(36):
        await house.remind_at(DUE + month * 31 * DAY)
    assert reminders(olga) == []
    await olga.send("/remind")
    await olga.press("Включить")
    assert olga.shown.startswith("Спрашиваю о прошлом месяце 3-го числа в 10:00")


async def test_a_pause_lasts_until_it_is_ended(house: House, owner: Person) -> None:
    await agree(owner)
    await owner.press(owner.words("remind-overview.pause"))
    await house.remind_at(DUE)
    assert reminders(owner) == []
    await owner.send("/remind")
    await owner.press(owner.words("remind-overview.resume"))
    await house.remind_at(DUE + 30 * DAY)
    assert reminders(owner) == []
    await house.remind_at(DUE + 31 * DAY)
    assert len(reminders(owner)) == 1


async def test_three_years_of_a_31st_ask_for_every_month_once(house: House, olga: Person) -> None:
    await agree(olga, "Последний день", "10:00")
    asked = []
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    around_the_ends = (
        noon + ahead * DAY for ahead in range(3 * 365) if not 3 < (noon + ahead * DAY).day < 27
    )
    for day in around_the_ends:
        await house.remind_at(day)
        for message in reminders(olga):
            asked.append((day.date(), plain(message["text"]).split(":")[0]))
            await olga.press("Пропустить месяц", message=message)
    assert len(asked) == len({month for _, month in asked}) == 36
    assert {(shown + DAY).day for shown, _ in asked} == {1}


async def test_down_for_three_days_one_reminder_comes_on_return(house: House, olga: Person) -> None:
    await agree(olga)
    await house.remind_at(DUE + 3 * DAY)
    await house.remind_at(DUE + 3 * DAY + timedelta(minutes=1))
    assert len(reminders(olga)) == 1


async def test_back_at_night_the_reminder_waits_for_the_morning(house: House, olga: Person) -> None:
    await agree(olga)
    night = datetime(2026, 12, 5, 23, tzinfo=UTC)
    for hour in range(7):
        await house.remind_at(night + timedelta(hours=hour))
        assert len(reminders(olga)) == (hour == 7), hour
    await house.remind_at(datetime(2026, 12, 6, 6, tzinfo=UTC))
    assert len(reminders(olga)) == 1


async def test_down_for_three_days_nothing_comes_if_the_month_is_entered(house: House, olga: Person) -> None:
    await agree(olga)
    await enter(olga, NOVEMBER, 37)
    await house.remind_at(DUE + 3 * DAY)
    assert reminders(olga) == []


async def test_down_for_three_months_only_the_latest_month_is_asked_for(house: House, olga: Person) -> None:
    await agree(olga)
    for minute in range(3):
        await house.remind_at(datetime(2027, 3, 10, 12, minute, tzinfo=UTC))
    (reminder,) = reminders(olga)
    assert plain(reminder["text"]).startswith("Февраль 2027")


async def test_whoever_blocked_the_bot_is_left_in_peace_until_they_return(house: House, olga: Person) -> None:
    await agree(olga)
    olga.chat.block()
    await house.settle()
    for day in range(3):
        await house.remind_at(DUE + day * DAY)
    refused = [refusal for refusal in house.account.refusals if "blocked" in refusal.description]
    assert len(refused) == 1
    house.forgive("blocked")
    olga.chat.unblock()
    await house.settle()
    await house.remind_at(DUE + 7 * DAY)
    assert len(reminders(olga)) == 1
    await house.remind_at(DUE + 31 * DAY)
    assert len(reminders(olga)) == 2


async def crash_while_sending(house: House) -> None:
    """A process dies with the reminder half sent; much later another one looks after what it left."""
    crashed = {"state": "sending", "claimed_by": "dead", "claimed_until": DUE, "first_on": "2026-12-03"}
    await house.database.commit([update(tables.reminders).values(**crashed)])
    await house.remind_at(DUE + timedelta(hours=1))


async def test_what_may_not_have_arrived_is_shown_once_at_the_next_contact(
    house: House, owner: Person
) -> None:
    await agree(owner)
    await crash_while_sending(house)
    assert reminders(owner) == []
    await owner.send("/help")
    assert owner.texts[-2].startswith(headline(owner, "help"))
    assert owner.last.endswith(owner.words("reminder-maybe"))
    assert len(reminders(owner)) == 1
    await owner.send("/help")
    await house.remind_at(DUE + timedelta(hours=2))
    await owner.send("/help")
    assert len(reminders(owner)) == 1
    await owner.press(owner.words("reminder.month_tomorrow"))
    await house.remind_at(DUE + DAY)
    assert len(reminders(owner)) == 1


async def test_whoever_answers_it_is_not_shown_it_again(house: House, olga: Person) -> None:
    await agree(olga)
    await crash_while_sending(house)
    async with olga.workspace() as workspace:
        subject = f"{workspace.clinic_id}:{NOVEMBER}"
    await olga.forge(f"go:month_enter:{subject}")
    assert reminders(olga) == []
    assert "Ноябрь 2026" in olga.shown


async def test_what_may_not_have_arrived_is_forgotten_once_the_month_is_entered(
    house: House, olga: Person
) -> None:
    await agree(olga)
    await crash_while_sending(house)
    await enter(olga, NOVEMBER, 37)
    await olga.send("/help")
    assert reminders(olga) == []


async def test_of_two_clinics_one_is_asked_for_today_and_one_tomorrow(house: House, olga: Person) -> None:
    moscow = place("Moscow")
    assert moscow is not None
    async with olga.workspace() as workspace:
        workspace.clinics.rename("Улыбка")
        await workspace.reminders.want(3, 10, moscow)
        workspace.add_clinic("Дента")
        await workspace.reminders.want(3, 10, moscow)
    olga.chat.send_text("/help")
    await house.settle()
    asked = []
    for hour in range(48):
        await house.remind_at(DUE + timedelta(hours=hour))
        asked.append([plain(message["text"]).split("\n")[1] for message in reminders(olga)])
    assert asked[0] == asked[23] != asked[24] == asked[47]
    assert sorted(asked[47]) == ["Клиника: Дента", "Клиника: Улыбка"]


@pytest.mark.parametrize("reply", ["same", "enter", "tomorrow", "in_3", "skip", "off", "on"])
async def test_nobody_answers_for_anothers_clinic(
    house: House, olga: Person, kate: Person, reply: str
) -> None:
    await agree(olga)
    await house.remind_at(DUE)
    (reminder,) = reminders(olga)
    subject = rows(reminder)[0][0]["callback_data"].partition(":")[2].partition(":")[2]
    before = await house.rows(tables.reminders), await house.rows(tables.routines)
    await kate.send("/start")
    await kate.forge(f"go:month_{reply}:{subject}")
    assert kate.alerts[-1] == kate.words("old_button")
    assert (await house.rows(tables.reminders), await house.rows(tables.routines)) == before


@pytest.mark.parametrize("period", ["", "2026-13", "x", "2026-10-01", "0-1", "9" * 30])
@pytest.mark.parametrize("reply", ["enter", "same", "tomorrow", "skip"])
async def test_a_forged_month_changes_nothing(house: House, olga: Person, reply: str, period: str) -> None:
    await agree(olga)
    before = await house.rows(tables.reminders)
    async with olga.workspace() as workspace:
        clinic = workspace.clinic_id
    await olga.forge(f"go:month_{reply}:{clinic}:{period}"[:64])
    assert await house.rows(tables.reminders) == before


async def test_what_was_agreed_is_exported_and_forgotten(house: House, olga: Person) -> None:
    await agree(olga)
    await house.remind_at(DUE)
    async with olga.workspace() as workspace:
        (clinic,) = (await Export(workspace).everything())["clinics"]
    assert clinic["reminders"] == {
        "day": 3,
        "hour": 10,
        "zone": "Europe/Moscow",
        "city": "Moscow",
        "status": "on",
        "months": {"2026-11": {"state": "sent", "sent": 1}, "2026-12": {"state": "planned", "sent": 0}},
    }
    async with olga.workspace() as workspace:
        workspace.forget()
    assert await house.rows(tables.reminders) == await house.rows(tables.routines) == []
    await house.remind_at(DUE + 31 * DAY)
    assert len(reminders(olga)) == 1
