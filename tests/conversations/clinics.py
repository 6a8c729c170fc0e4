"""Made-up clinics whose figures follow from the definitions by hand.

Every month from January 2022 to October 2026 ten people come for the first time, on the 28th, five of them
once more 180 days later, in the sixth month; nobody comes a third time, and every visit costs 1 000.
So on 31 October 2026: of 100 new patients 50 return; within the year 120 are new, 30 more return from the
year before, 150 are active; their 180 visits bring 180 000; of the 150 of the year before, the 30 came again:
churn is 120/150.
"""

from collections.abc import Sequence
from datetime import date, timedelta

DOCTORS = ("Иванов",) * 4 + ("Петрова",) * 3 + ("Сидоров",) * 3
CHANNELS = ("Рекомендация", "Карты")
SPECIALITIES = ("Терапия", "Ортодонтия")
MONTHS = 58
LATER = 6
RETURN = timedelta(days=180)
ALIKE = (0, 1, 4, 5, 7)
"""Places among the ten who return: two of Иванов's four, two of Петрова's three, one of Сидоров's three."""
UNLIKE = (0, 1, 7, 8, 9)
"""All of Сидоров's return, none of Петрова's, half of Иванов's."""


def export(returning: Sequence[int] = ALIKE, *, price: int | None = 1000, months: int = MONTHS) -> str:
    """The visits as a csv file; without sums if price is None."""
    header = "Карта;Дата приема;Врач;Специальность;Источник" + ("" if price is None else ";Оплачено")
    rows = [
        _row(month, place, returned, price)
        for month in range(MONTHS - months, MONTHS)
        for place in range(10)
        for returned in ((False, True) if place in returning else (False,))
        if not returned or month + LATER < MONTHS
    ]
    return "\n".join([header, *rows])


def _row(month: int, place: int, returned: bool, price: int | None) -> str:
    day = date(2022 + month // 12, month % 12 + 1, 28) + returned * RETURN
    parts = [
        f"К{month * 10 + place:04}",
        f"{day:%d.%m.%Y}",
        DOCTORS[place],
        SPECIALITIES[returned],
        CHANNELS[month % 2],
    ]
    return ";".join([*parts, *([] if price is None else [str(price)])])
