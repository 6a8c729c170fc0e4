"""Whether texts name people: who recommended stays out of what is kept, a channel of two words stays in."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from spreadsheets.evidence import is_contact

_HIDDEN: Final = ("Name hidden", "Имя скрыто")
_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_THINGS: Final = frozenset(
    [
        "яндекс",
        "google",
        "гугл",
        "клиника",
        "клиники",
        "центр",
        "радио",
        "реклама",
        "аптека",
        "сайт",
        "карты",
        "журнал",
        "газета",
        "тв",
        "канал",
        "группа",
        "партнер",
        "партнеры",
        "магазин",
        "салон",
        "фитнес",
        "клуб",
        "банк",
        "страховая",
        "отель",
        "школа",
        "парк",
        "бренд",
        "акция",
        "блог",
        "блогер",
        "поликлиника",
        "больница",
        "доктор",
        "clinic",
        "center",
        "centre",
        "ads",
        "maps",
        "radio",
        "tv",
        "hospital",
        "pharmacy",
        "insurance",
        "kingdom",
        "states",
        "city",
        "hotel",
        "club",
        "school",
        "street",
        "park",
        "health",
        "dental",
        "group",
        "media",
        "news",
        "blog",
    ]
)
"""Words that make a channel of whatever stands beside them: «Яндекс Алиса», «Клиника Мария»."""

_PATRONYMIC: Final = re.compile(
    r".{2,}(?:ович|евич|ьич|ич|овна|евна|ична|инична|ұлы|улы|қызы|кызы|оглы|уулу|ойович|йович|івна|ївна)$"
)
_INITIAL: Final = re.compile(r"[^\W\d_]\.?")
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\.?")
_SURNAME: Final = re.compile(
    r".{2,}(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ский|енко|чук|щук|юк|ук|ян|швили|дзе|бай|баев|баева"
    r"|бек|беков|бекова|ко|ець|ів|ьких|ских|ых|их|son|sen|man|ez|ski|sky|ton|ley|er)$"
)
_MOST_WORDS: Final = 4
_LONGEST_WORD_OF_INITIALS: Final = 2


class Who(StrEnum):
    """What a column of labels holds."""

    THINGS = "things"
    PEOPLE = "people"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class PeopleSeen:
    """A column of labels judged as a whole. people: values that are a person's; shaped: that may be."""

    who: Who
    people: frozenset[str]
    shaped: frozenset[str]


def judged(values: Sequence[str]) -> PeopleSeen:
    """Judge a column by its different values.

    One that mostly names people names one in everything of that shape; one without a single sure name whose
    values mostly have the shape of one is unclear.
    """
    sure = frozenset(value for value in values if is_person(value))
    shaped = frozenset(value for value in values if has_shape_of_name(value))
    if len(sure) * 2 > len(values):
        return PeopleSeen(Who.PEOPLE, sure | shaped, shaped)
    if not sure and len(shaped) * 2 > len(values) and _look_like_surnames(shaped):
        return PeopleSeen(Who.UNCLEAR, sure, shaped)
    return PeopleSeen(Who.THINGS, sure, shaped)


def is_person(text: str) -> bool:
    """Whether a text surely names a person: a patronymic, initials behind a surname, a known given name."""
    if is_contact(text):
        return True
    said = _words(text)
    if not 1 < len(said) <= _MOST_WORDS:
        return False
    plain = [word.rstrip(".").lower().replace("ё", "е") for word in said]
    if any(_PATRONYMIC.fullmatch(word) for word in plain[1:]):
        return True
    if not all(word[0].isupper() for word in said if len(word) > 1):
        return False
    if _has_initials(said):
        return True
    return any(word in _given_names() for word in plain) and not _THINGS.intersection(plain)


def hidden_name(people: Collection[str]) -> str:
    """What stands for names that are not kept, in the letters most are written in.

    The row stays, under a label, so that the parts add up.
    """
    cyrillic = sum(_CYRILLIC.search(name) is not None for name in people)
    return _HIDDEN[cyrillic * 2 >= len(people)]


def has_shape_of_name(text: str) -> bool:
    """Whether a text could be a name: two to four capitalised words and nothing else."""
    said = _words(text)
    return 1 < len(said) <= _MOST_WORDS and all(word[0].isupper() for word in said)


def _look_like_surnames(texts: frozenset[str]) -> bool:
    ends = [any(_SURNAME.fullmatch(word.lower()) for word in _words(text)) for text in texts]
    return sum(ends) * 2 > len(ends)


def _has_initials(said: Sequence[str]) -> bool:
    """«Иванова А. П.», «А. П. Иванова», «Smith J.»; the dot is what tells an initial from a short word."""
    initials = [word for word in said if _INITIAL.fullmatch(word)]
    others = [word for word in said if not _INITIAL.fullmatch(word)]
    dotted = any(word.endswith(".") for word in initials)
    return dotted and len(others) == 1 and len(others[0]) > _LONGEST_WORD_OF_INITIALS


def _words(text: str) -> list[str]:
    """The words of a text that is made of words alone; nothing for one with digits or signs in it."""
    plain = text.replace(",", " ").replace(".", ". ")
    said = plain.split()
    return said if all(_TOKEN.fullmatch(word) for word in said) else []


@cache
def _given_names() -> frozenset[str]:
    with (Path(__file__).parent / "given_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file))
