"""The grammar of typed numbers: text → tokens → a phrase with every reading its digits allow."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from locales.vocabulary import CURRENCY_CODES, MULTIPLIERS, TokenKind, Vocabulary

LONGEST: Final = 100
_SHOWN: Final = 40

Ends = tuple[Fraction, ...]
"""One number, or the two ends of a range as they were typed."""


class PhraseReason(StrEnum):
    """Why a text is not a number."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_NUMBER = "no-number"
    TWO_NUMBERS = "two-numbers"
    WORDS = "words"
    DIGITS = "digits"
    NEGATIVE = "negative"
    BACKWARDS = "backwards"
    TOO_MANY_PEOPLE = "too-many-people"
    TOO_MUCH_MONEY = "too-much-money"
    PART_OF_PERSON = "part-of-person"
    PART_OF_KOPECK = "part-of-kopeck"
    OTHER_CURRENCY = "other-currency"
    OVER_WHOLE = "over-whole"
    TOO_BIG_CHANGE = "too-big-change"


class PhraseRefusal(NamedTuple):
    """A reason and the part of the text it is about."""

    reason: PhraseReason
    found: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text understood: its readings, the likelier first, and what was said about the number.

    `currencies` is None where none was named, and empty where two different ones were.
    """

    readings: tuple[Ends, ...]
    percent: bool = False
    ratio: bool = False
    currencies: frozenset[str] | None = None
    currency_text: str = ""


def understand(text: str, language: str, vocabulary: Vocabulary) -> Phrase | PhraseRefusal:
    """Find the one number, range or ratio a text says, or why there is none."""
    plain = _plain(text).strip()
    if not plain:
        return PhraseRefusal(PhraseReason.EMPTY, "")
    if len(plain) > LONGEST:
        return PhraseRefusal(PhraseReason.TOO_LONG, shorten(plain))
    tokens = [token for token in _tokens(plain, language, vocabulary) if token.kind is not TokenKind.NOISE]
    return _problem(plain, tokens) or _phrase(plain, tokens, vocabulary)


def shorten(text: str) -> str:
    """A text on one line, cut to what fits into an answer."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: TokenKind
    text: str
    values: tuple[Fraction, ...] = ()


_ONE_CHARACTER: Final = {
    **dict.fromkeys("-‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("'’‘ʼʻ′`´＇٬", "'"),
    **dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", "\n"),
    **dict.fromkeys("\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff", ""),
    **dict.fromkeys("\u2066\u2067\u2068\u2069", ""),
    "\u200b": " ",
    "％": "%",
    "٪": "%",
    "，": ",",
    "．": ".",
    "٫": ".",
    "＋": "+",
    "＄": "$",
    "～": "~",
    "∼": "~",
    "／": "/",
    "⁄": "/",
    "ё": "е",
    "Ё": "е",
}


def _plain(text: str) -> str:
    """The text with one form for each kind of space, dash, apostrophe and digit, in small letters."""
    return re.sub(r"\b(?:в|за) год\b|\b(?:per|a) year\b", " ", "".join(map(_plain_character, text)))


def _plain_character(character: str) -> str:
    if character in _ONE_CHARACTER:
        return _ONE_CHARACTER[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return " " if unicodedata.category(character) == "Zs" else character.lower()


_TOKEN: Final = re.compile(
    r"(?P<space>\s+)|(?P<ellipsis>\.{2,}|…)|(?P<number>[.,]?\d+(?:[ '.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)|(?P<sign>.)",
    re.DOTALL,
)


def _tokens(plain: str, language: str, vocabulary: Vocabulary) -> Iterator[_Token]:
    for match in _TOKEN.finditer(plain):
        text = match[0]
        if match.lastgroup == "number":
            yield _Token(TokenKind.NUMBER, text, _values(text, language))
        elif match.lastgroup == "ellipsis":
            yield _Token(vocabulary.kinds.get("…", TokenKind.NOISE), text)
        elif match.lastgroup != "space":
            yield from _word(text, vocabulary)


def _word(text: str, vocabulary: Vocabulary) -> Iterator[_Token]:
    parts = ("т", "р") if text == "тр" else (text,)
    for part in parts:
        yield _Token(vocabulary.kinds.get(part, TokenKind.UNKNOWN), part)


def _values(digits: str, language: str) -> tuple[Fraction, ...]:
    """Every number the digits can mean, grouped thousands first; none if the groups are not right."""
    separators, parts = re.findall(r"[ '.,]", digits), re.split(r"[ '.,]", digits)
    if not parts[0]:
        return (Fraction(f"0.{parts[1]}"),) if len(parts) == 2 else ()
    values = []
    if _are_groups(parts, separators):
        values.append(Fraction("".join(parts)))
        if separators == [","] and language == "en":
            return tuple(values)
    if _has_decimals(parts, separators):
        values.append(Fraction(f"{''.join(parts[:-1])}.{parts[-1]}"))
    return tuple(values)


def _are_groups(parts: Sequence[str], separators: Sequence[str]) -> bool:
    if not separators:
        return True
    return (
        len(set(separators)) == 1
        and len(parts[0]) <= 3
        and not parts[0].startswith("0")
        and all(len(part) == 3 for part in parts[1:])
    )


def _has_decimals(parts: Sequence[str], separators: Sequence[str]) -> bool:
    """Whether the last part can be decimals. «2000,2100» looks like two numbers and is not read."""
    if not separators or separators[-1] not in ".," or separators[-1] in separators[:-1]:
        return False
    looks_like_two = len(separators) == 1 and len(parts[0]) > 3 and len(parts[1]) > 2
    return _are_groups(parts[:-1], separators[:-1]) and not looks_like_two


_AMOUNT: Final = r"(?:nm)*nm?"
_VALUE: Final = rf"c?{_AMOUNT}c?p*"
_SINGLE: Final = re.compile(rf"\+?(?P<one>{_VALUE})")
_RANGE: Final = re.compile(rf"(?:f?(?P<low>{_VALUE})[dt]|f(?P<after>{_VALUE})a)(?P<high>{_VALUE})")
_RATIO: Final = re.compile(r"(?P<part>n)[os](?P<whole>n)|o(?P<of>n)d?(?P<its>n)")
_SIGNED: Final = re.compile(rf"(?P<sign>[dx+]?)(?P<one>{_VALUE})")
_NEGATIVE: Final = re.compile(r"c?[dx]c?n")


def _kinds(tokens: Sequence[_Token]) -> str:
    return "".join(token.kind for token in tokens)


def _problem(plain: str, tokens: Sequence[_Token]) -> PhraseRefusal | None:
    numbers = [token for token in tokens if token.kind is TokenKind.NUMBER]
    if not numbers:
        return PhraseRefusal(PhraseReason.NO_NUMBER, shorten(plain))
    for token in tokens:
        if token.kind is TokenKind.UNKNOWN:
            return PhraseRefusal(PhraseReason.WORDS, shorten(token.text))
    for number in numbers:
        if not number.values:
            reason = PhraseReason.TWO_NUMBERS if " " in number.text else PhraseReason.DIGITS
            return PhraseRefusal(reason, shorten(number.text))
    if sum(any(map(str.isdigit, line)) for line in plain.split("\n")) > 1:
        return PhraseRefusal(PhraseReason.TWO_NUMBERS, shorten(plain))
    return None


def _phrase(plain: str, tokens: Sequence[_Token], vocabulary: Vocabulary) -> Phrase | PhraseRefusal:
    kinds = _kinds(tokens)
    if vocabulary.signed:
        match = _SIGNED.fullmatch(kinds)
        return _signed(plain, tokens, match) if match else _unmatched(plain, tokens)
    if match := _SINGLE.fullmatch(kinds):
        return _said(plain, tokens, (match.span("one"),))
    if match := _RANGE.fullmatch(kinds):
        low = "low" if match["low"] else "after"
        return _said(plain, tokens, (match.span(low), match.span("high")))
    if match := _RATIO.fullmatch(kinds):
        names = ("part", "whole") if match["part"] else ("its", "of")
        return _ratio(plain, *(tokens[match.start(name)] for name in names))
    return _unmatched(plain, tokens)


def _unmatched(plain: str, tokens: Sequence[_Token]) -> PhraseRefusal:
    kinds = _kinds(tokens)
    if _NEGATIVE.match(kinds):
        return PhraseRefusal(PhraseReason.NEGATIVE, shorten(plain))
    if kinds.count(TokenKind.NUMBER) > 1:
        return PhraseRefusal(PhraseReason.TWO_NUMBERS, shorten(plain))
    extra = next(token for token in tokens if token.kind is not TokenKind.NUMBER)
    return PhraseRefusal(PhraseReason.WORDS, shorten(extra.text))


def _signed(plain: str, tokens: Sequence[_Token], match: re.Match[str]) -> Phrase | PhraseRefusal:
    phrase = _said(plain, tokens, (match.span("one"),))
    if isinstance(phrase, PhraseRefusal) or match["sign"] in {"", TokenKind.PLUS}:
        return phrase
    return Phrase(tuple((-number,) for (number,) in phrase.readings), percent=phrase.percent)


def _said(plain: str, tokens: Sequence[_Token], spans: Sequence[tuple[int, int]]) -> Phrase | PhraseRefusal:
    """The phrase of one number, or of a range whose first end may leave its multiplier to the second."""
    amounts = [
        [token for token in tokens[start:stop] if token.kind in {TokenKind.NUMBER, TokenKind.MULTIPLIER}]
        for start, stop in spans
    ]
    if [_kinds(amount) for amount in amounts] == ["n", "nm"]:
        amounts[0].append(amounts[1][1])
    readings = []
    for index in _reading_indices(token for amount in amounts for token in amount):
        ends = tuple(total for amount in amounts if (total := _sum(amount, index)) is not None)
        if len(ends) == len(amounts):
            readings.append(ends)
    if not readings:
        return PhraseRefusal(PhraseReason.TWO_NUMBERS, shorten(plain))
    named = [token for token in tokens if token.kind is TokenKind.CURRENCY]
    return Phrase(
        tuple(dict.fromkeys(readings)),
        percent=any(token.kind is TokenKind.PERCENT for token in tokens),
        currencies=frozenset.intersection(*(CURRENCY_CODES[token.text] for token in named))
        if named
        else None,
        currency_text=named[-1].text if named else "",
    )


def _ratio(plain: str, part: _Token, whole: _Token) -> Phrase | PhraseRefusal:
    readings = [
        (_value(part, index) / _value(whole, index),)
        for index in _reading_indices((part, whole))
        if _value(whole, index) != 0
    ]
    if not readings:
        return PhraseRefusal(PhraseReason.DIGITS, shorten(plain))
    return Phrase(tuple(dict.fromkeys(readings)), ratio=True)


def _reading_indices(tokens: Iterable[_Token]) -> range:
    return range(max(len(token.values) for token in tokens))


def _value(token: _Token, index: int) -> Fraction:
    """The reading of a number at `index`, or its only one."""
    return token.values[min(index, len(token.values) - 1)]


def _sum(amount: Sequence[_Token], index: int) -> Fraction | None:
    """«1 млн 200 тыс» added up; None if a part is not smaller than the unit before it."""
    parts = [
        (_value(token, index), _size(amount[place + 1 : place + 2]))
        for place, token in enumerate(amount)
        if token.kind is TokenKind.NUMBER
    ]
    for (value, unit), (rest, smaller) in pairwise(parts):
        if value.denominator != 1 or rest * smaller >= unit:
            return None
    return sum((value * size for value, size in parts), Fraction(0))


def _size(after: Sequence[_Token]) -> int:
    return MULTIPLIERS[after[0].text] if after and after[0].kind is TokenKind.MULTIPLIER else 1
