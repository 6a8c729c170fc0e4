"""Cities and zones by the names people type."""

import csv
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from services.reminders.cities import CITIES, OFFERED, Place, alike, named, offered, offset_of, place


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Москва", "Europe/Moscow"),
        ("москва", "Europe/Moscow"),
        ("  г. Казань ", "Europe/Moscow"),
        ("город Орел", "Europe/Moscow"),
        ("Питер", "Europe/Moscow"),
        ("Санкт Петербург", "Europe/Moscow"),
        ("Калининград", "Europe/Kaliningrad"),
        ("Самара", "Europe/Samara"),
        ("Екатеринбург", "Asia/Yekaterinburg"),
        ("Омск", "Asia/Omsk"),
        ("Новосибирск", "Asia/Novosibirsk"),
        ("Иркутск", "Asia/Irkutsk"),
        ("Якутск", "Asia/Yakutsk"),
        ("Владивосток", "Asia/Vladivostok"),
        ("Петропавловск-Камчатский", "Asia/Kamchatka"),
        ("Алма-Ата", "Asia/Almaty"),
        ("Astana", "Asia/Almaty"),
        ("Актау", "Asia/Aqtau"),
        ("Минск", "Europe/Minsk"),
        ("Тбилиси", "Asia/Tbilisi"),
        ("Yerevan", "Asia/Yerevan"),
        ("Самарканд", "Asia/Samarkand"),
        ("Ташкент", "Asia/Tashkent"),
        ("Berlin", "Europe/Berlin"),
        ("münchen", "Europe/Berlin"),
        ("Лондон", "Europe/London"),
        ("Europe/Moscow", "Europe/Moscow"),
        ("america/new_york", "America/New_York"),
        ("New York", "America/New_York"),
        ("Tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
    ],
)
def test_a_name_gives_its_zone(typed: str, zone: str) -> None:
    where = named(typed)
    assert where is not None
    assert where.zone == zone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Масква", "Moscow"),
        ("Новосибирс", "Novosibirsk"),
        ("Екатиринбург", "Yekaterinburg"),
        ("владивасток", "Vladivostok"),
        ("Almata", "Almaty"),
        ("Lodon", "London"),
        ("новосиб", "Novosibirsk"),
        ("Tokio", "Asia/Tokyo"),
    ],
)
def test_a_mistyped_name_offers_what_may_be_meant_first(typed: str, meant: str) -> None:
    assert named(typed) is None
    assert alike(typed)[0].key == meant


@pytest.mark.parametrize("typed", ["", "   ", "?!", "12", "щщщщщщ", "завтра напомню сама", "x" * 4000])
def test_what_is_no_place_offers_nothing(typed: str) -> None:
    assert named(typed) is None
    assert alike(typed) == ()


def test_every_city_is_in_a_known_zone_and_each_of_its_names_is_its_own() -> None:
    with CITIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    for row in rows:
        assert row["zone"] in available_timezones()
        for name in (row["ru"], row["en"], *filter(None, row["also"].split("|"))):
            assert named(name) == Place(row["ru"], row["en"], row["zone"]), name


def test_the_cities_on_buttons_are_each_in_an_hour_of_their_own_where_russian_is_read() -> None:
    assert len({city.zone for city in offered("ru")}) == len(OFFERED["ru"])
    assert len(offered("en")) == len(OFFERED["en"])


def test_a_place_is_found_by_its_key_and_called_in_both_languages() -> None:
    assert place("Kazan") == Place("Казань", "Kazan", "Europe/Moscow")
    assert place("Asia/Tokyo") == Place("Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo")
    assert place("Atlantis") is None
    kazan = place("Kazan")
    assert kazan is not None
    assert (kazan.name("ru"), kazan.name("en")) == ("Казань", "Kazan")


@pytest.mark.parametrize(
    ("zone", "month", "hours"),
    [("Europe/Moscow", 1, 3), ("Europe/Berlin", 1, 1), ("Europe/Berlin", 7, 2), ("Asia/Kolkata", 1, 5.5)],
)
def test_the_distance_from_utc_is_that_of_the_day(zone: str, month: int, hours: float) -> None:
    assert offset_of(zone, datetime(2026, month, 15, tzinfo=UTC)) == timedelta(hours=hours)
