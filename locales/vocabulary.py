"""The words and signs people put around numbers, in both languages, and what each of them means.

Every reader has its own `Vocabulary`; a word it does not list is never skipped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from locales.writing import CURRENCIES


class TokenKind(StrEnum):
    """What a token does in a phrase, one letter each: the grammar matches the string of kinds."""

    NUMBER = "n"
    MULTIPLIER = "m"
    CURRENCY = "c"
    PERCENT = "p"
    DASH = "d"
    MINUS = "x"
    PLUS = "+"
    FROM = "f"
    TO = "t"
    AND = "a"
    OF = "o"
    SLASH = "s"
    NOISE = " "
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words one reader knows. `signed`: a leading minus is part of the number, ranges are not read."""

    kinds: Mapping[str, TokenKind]
    signed: bool = False


MULTIPLIERS: Final[Mapping[str, int]] = {
    word: size
    for size, words in (
        (10**3, "тыс тысяча тысячи тысяч тысячу тыщ тыщи т к k thousand thousands"),
        (10**6, "млн миллион миллиона миллионов миллиону м лям ляма лямов m mln million millions"),
        (10**9, "млрд миллиард миллиарда миллиардов b bn bln mlrd billion billions"),
        (10**12, "трлн триллион триллиона триллионов trn trillion trillions"),
    )
    for word in words.split()
}

_SPELLED: Final = {
    "RUB": "р руб рубль рубля рублей рубли rub rur ruble rubles rouble roubles",
    "BYN": "р руб рубль рубля рублей рубли ruble rubles rouble roubles",
    "USD": "доллар доллара долларов доллары долл usd dollar dollars",
    "EUR": "евро euro euros",
    "KZT": "тенге тнг tenge",
    "UAH": "гривна гривны гривен грн hryvnia hryvnias",
    "UZS": "сум сума сумов som",
    "KGS": "сом сома сомов som",
    "TJS": "сомони somoni",
    "AMD": "драм драма драмов dram drams",
    "GEL": "лари lari",
    "AZN": "манат маната манатов manat manats",
    "MDL": "лей лея леев леи leu lei",
    "RSD": "дин динар динара динаров dinar dinars",
    "TRY": "лира лиры лир lira liras",
    "ILS": "шекель шекеля шекелей shekel shekels",
    "AED": "дирхам дирхама дирхамов dirham dirhams",
    "GBP": "фунт фунта фунтов pound pounds",
}


def _spellings(code: str) -> set[str]:
    signs = {sign.lower().rstrip(".") for sign in CURRENCIES[code].signs.values()}
    return {code.lower(), *signs, *_SPELLED[code].split()}


CURRENCY_CODES: Final[Mapping[str, frozenset[str]]] = {
    word: frozenset(code for code in CURRENCIES if word in _spellings(code))
    for word in sorted({word for code in CURRENCIES for word in _spellings(code)})
}
"""Currencies a sign or a word can mean: «руб» is Russian or Belarusian."""


def _words(**kinds: str) -> dict[str, TokenKind]:
    return {word: TokenKind[name.upper()] for name, words in kinds.items() for word in words.split()}


def _all(words: Iterable[str], kind: TokenKind) -> dict[str, TokenKind]:
    return dict.fromkeys(words, kind)


_ANY: Final = _words(
    noise="около примерно приблизительно ориентировочно порядка почти где-то ок прим ровно всего итого "
    "было это about around approximately approx roughly almost exactly circa ca total "
    '~ ≈ . , ; ! ? « » „ “ ” "',
    minus="минус minus",
    plus="плюс plus +",
    dash="-",
)
_RANGES: Final = _words(dash="- …", **{"from": "от между from between"}, to="до to", **{"and": "и and"})
_PEOPLE_WORDS: Final = _words(
    noise="человек человека чел люди людей пациент пациента пациентов пациенты клиент клиента клиентов "
    "клиенты people persons patient patients client clients"
)
_LEADS: Final = _words(noise="лид лида лидов лиды лидам lead leads out")
_PERCENTS: Final = _words(percent="% процент процента процентов percent pct")
_POINTS: Final = _words(percent="п пп pp пункт пункта пунктов points")

PEOPLE: Final = Vocabulary(_ANY | _RANGES | _PEOPLE_WORDS | _all(MULTIPLIERS, TokenKind.MULTIPLIER))
MONEY: Final = Vocabulary(
    _ANY | _RANGES | _all(MULTIPLIERS, TokenKind.MULTIPLIER) | _all(CURRENCY_CODES, TokenKind.CURRENCY)
)
SHARES: Final = Vocabulary(
    _ANY | _RANGES | _PEOPLE_WORDS | _LEADS | _PERCENTS | _words(of="из of", slash="/")
)
CHANGES: Final = Vocabulary(_ANY | _PERCENTS | _POINTS, signed=True)
