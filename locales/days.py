"""Reading a day as people type it: «15.03.2026», «15 марта 2026», “15 March 2026”, “2026-03-15”."""

import re
from datetime import date

from locales.writing import Writer

_NUMBERS = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4}|\d{2})(?!\d)\.?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDS = re.compile(r"(\d{1,2})[. ]+([^\W\d]{3,})[., ]+(\d{4})(?!\d)")
_ENGLISH = re.compile(r"([^\W\d]{3,}) +(\d{1,2}),? +(\d{4})(?!\d)")
_CENTURY = 2000
_SHORTEST = 3
"""Letters by which the names of the months are told apart, in both languages."""


def read_day(text: str) -> tuple[date, str] | None:
    """The day a text begins with, and what follows it; None if it begins with no day.

    Numbers are day, month, year; with slashes, as Americans write them too, only where one of them cannot be
    the month. Years of two digits are of this century.
    """
    line = " ".join(text.split())
    for pattern, read in ((_ISO, _iso), (_NUMBERS, _numbers), (_WORDS, _words), (_ENGLISH, _english)):
        match = pattern.match(line)
        if match is not None:
            day = read(match)
            return None if day is None else (day, line[match.end() :].strip(" -–—:,"))
    return None


def _iso(match: re.Match[str]) -> date | None:
    year, month, day = map(int, match.groups())
    return _date(year, month, day)


def _numbers(match: re.Match[str]) -> date | None:
    day, month, year = map(int, match.groups())
    if "/" in match.group():
        readings = {found for found in (_date(year, month, day), _date(year, day, month)) if found}
        return readings.pop() if len(readings) == 1 else None
    return _date(year, month, day)


def _words(match: re.Match[str]) -> date | None:
    day, month, year = match.groups()
    return _date(int(year), _month(month), int(day))


def _english(match: re.Match[str]) -> date | None:
    month, day, year = match.groups()
    return _date(int(year), _month(month), int(day))


def _month(word: str) -> int:
    """The number of a month by the beginning of its name; 0 if it is none."""
    start = word.casefold()[:_SHORTEST]
    for language in ("ru", "en"):
        for name in (Writer(language).month, Writer(language).month_of):
            for number in range(1, 13):
                if name(number).casefold().startswith(start):
                    return number
    return 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + _CENTURY if year < 100 else year, month, day)
    except ValueError:
        return None
