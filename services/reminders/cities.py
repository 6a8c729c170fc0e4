"""Where a clinic can be: common cities known without asking anybody, any other place by its time zone."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

CITIES: Final = Path(__file__).with_name("cities.csv")
OFFERED: Final[Mapping[str, Sequence[str]]] = {
    "ru": ("Moscow", "Samara", "Yekaterinburg", "Omsk", "Novosibirsk", "Irkutsk", "Yakutsk", "Vladivostok",
           "Almaty", "Minsk", "Tashkent", "Tbilisi"),
    "en": ("London", "Berlin", "Paris", "Madrid", "Warsaw", "Istanbul", "Limassol", "Belgrade",
           "Tbilisi", "Yerevan", "Almaty", "Dubai"),
}  # fmt: skip
"""Cities shown as buttons: between them most of a language's readers have their hour."""
MOST_FOUND: Final = 6
LIKE_ENOUGH: Final = 70
"""Similarity in percent from which a typed name may be meant."""
LONGEST_TYPED: Final = 60

_NOT_PART_OF_A_NAME: Final = re.compile(r"^\s*(?:г\.|город\b|г\s|city of\b)|[^\w+/]+|_", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A city by its names, or a time zone (IANA name) by its own."""

    ru: str
    en: str
    zone: str

    @property
    def key(self) -> str:
        """What it is stored by: the English name of a city, the name of a zone."""
        return self.en

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return self.ru if language == "ru" else self.en


def place(key: str) -> Place | None:
    """The place of a key; None for one that is not known."""
    return _by_key().get(key)


def offered(language: str) -> Sequence[Place]:
    """The cities to choose from by a tap."""
    return [_by_key()[key] for key in OFFERED[language]]


def named(typed: str) -> Place | None:
    """The place that is called so, in capital or small letters; None if there is none."""
    return _by_name().get(_plain(typed[:LONGEST_TYPED]))


def alike(typed: str) -> Sequence[Place]:
    """The places a mistyped or cut name may mean, the likeliest first."""
    name = _plain(typed[:LONGEST_TYPED])
    similar = process.extract(
        name, _by_name().keys(), scorer=fuzz.ratio, limit=3 * MOST_FOUND, score_cutoff=LIKE_ENOUGH
    )
    beginning = [known for known in _by_name() if len(name) >= 3 and known.startswith(name)]
    return _each_once(_by_name()[known] for known in [*(known for known, _, _ in similar), *beginning])


def offset_of(zone: str, now: datetime) -> timedelta:
    """How far a zone is ahead of UTC at a moment."""
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC) - now


def _each_once(places: Iterable[Place]) -> Sequence[Place]:
    return tuple(dict.fromkeys(places))[:MOST_FOUND]


def _plain(name: str) -> str:
    """A name without capitals, «ё», hyphens and «г.»."""
    return " ".join(_NOT_PART_OF_A_NAME.sub(" ", name.casefold().replace("ё", "е")).split())


@cache
def _by_key() -> Mapping[str, Place]:
    zones = {zone: Place(zone, zone, zone) for zone in sorted(available_timezones())}
    return zones | {city.key: city for city, _ in _cities()}


@cache
def _by_name() -> Mapping[str, Place]:
    """Places by every plain name; a city's goes before a zone's, a zone is also known by its last part."""
    names: dict[str, Place] = {}
    for zone in sorted(available_timezones()):
        whole = _by_key()[zone]
        names[_plain(zone)] = whole
        if "/" in zone and not zone.startswith("Etc/"):
            names.setdefault(_plain(zone.rpartition("/")[2]), whole)
    for city, also in _cities():
        names |= dict.fromkeys(map(_plain, (city.ru, city.en, *also)), city)
    return names


@cache
def _cities() -> Sequence[tuple[Place, Sequence[str]]]:
    with CITIES.open(encoding="utf-8", newline="") as file:
        return [
            (Place(row["ru"], row["en"], row["zone"]), row["also"].split("|") if row["also"] else ())
            for row in csv.DictReader(file)
        ]
