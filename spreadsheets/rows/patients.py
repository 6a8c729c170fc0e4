"""Who a row is about: one key per patient, however a card, a phone or a name is spelled."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from metrics.days import IntArray
from metrics.visits import UNKNOWN
from spreadsheets.evidence import is_blank
from spreadsheets.values import different_texts

if TYPE_CHECKING:
    import pandas as pd

_LOOKALIKES: Final = str.maketrans("abcehkmoptxyіj", "авсенкмортхуиж")
"""Latin small letters, and the Ukrainian і, as the Cyrillic ones that look the same."""
_CYRILLIC: Final = re.compile("[а-яёәғқңөұүһі]")
_NOT_OF_AN_ID: Final = re.compile(r"[№#\s.,'\"’`]+")
_BEFORE_DIGITS: Final = re.compile(r"(?<=[^\W\d_])[-–—_/\\]+(?=\d)|(?<=\d)[-–—_/\\]+(?=[^\W\d_])")
_DASHES: Final = re.compile(r"[-–—_/\\]+")
_WHOLE: Final = re.compile(r"\d+\.0+")
_CARD_IN_NAME: Final = re.compile(
    r"[\[(]\s*(?:карта|карточка|карт[.]?|к[.]|№|n|no|id|код|card|chart|амб[.]?\s*карта|а/к|#|\s)*[:№#\s-]*"
    r"(?P<card>[^\W_]*\d[\w/-]*)\s*[\])]|(?:№|#|\bкарта\s*№?|\bcard\s*#?)\s*(?P<bare>[^\W_]*\d[\w/-]*)\s*$",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"\s*[\[(][^\])]*[\])]\s*")
_PHONE_DIGITS: Final = 10
_OF_NAME: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*|\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Patients:
    """The patient of each row, missing where there is none, and how sure that is.

    codes: −1 where there is none; keys: what the codes stand for. spellings, same: how many different texts
    there were, and how many patients they are now; loose: how many they would be if spellings that may be
    one person's were, None where none may. zeros: how many there would be if leading zeros said nothing, None
    where that changes nothing.
    """

    codes: IntArray
    keys: list[str]
    spellings: int
    same: int
    loose: int | None = None
    zeros: int | None = None

    def taking(self, rows: IntArray) -> Patients:
        """The patients of other rows."""
        return Patients(self.codes[rows], self.keys, self.spellings, self.same, self.loose, self.zeros)

    def categorical(self) -> pd.Categorical:
        """As a column of a frame."""
        import pandas as pd

        return pd.Categorical.from_codes(self.codes, pd.Index(self.keys, dtype="str"))


def by_id(column: pd.Series[str], *, without_zeros: bool) -> Patients:
    """Patients by a column of cards or codes. without_zeros: «007» and «7» are one."""
    codes, texts = different_texts(column)
    are_digits = all(map(str.isdigit, texts))
    keys = texts if are_digits else [_id(text) for text in texts]
    stripped = [key.lstrip("0") or key for key in keys]
    distinct, without = len({*keys} - {""}), len({*stripped} - {""})
    if without_zeros:
        return _named(codes, stripped, distinct)
    zeros = without if without < distinct else None
    if are_digits:
        return Patients(codes, texts, distinct, distinct, zeros=zeros)
    return _named(codes, keys, len(texts), zeros=zeros)


def by_name(
    columns: Sequence[pd.Series[str]],
    phone: pd.Series[str] | None,
    birth: pd.Series[str] | None,
    *,
    together: bool | None,
) -> Patients:
    """Patients by their names, told apart by birth dates and phones where there are any.

    A card number in the brackets of a name is the patient's key. One phone joins the spellings of a name and
    keeps namesakes apart; without one, spellings that may be one person's stay apart unless they are said to
    be together (None: nobody has said).
    """
    codes, texts = _joined(columns)
    names = [_name(text) for text in texts]
    cards = [_card(text) for text in texts]
    spellings = len({text for text, name in zip(texts, names, strict=True) if name})
    if any(cards):
        return _named(codes, _by_card(names, cards), spellings)
    if birth is not None:
        return _with_births(codes, names, birth, spellings)
    if phone is not None:
        return _with_phones(codes, names, phone, spellings, together=together)
    joined = _spelled_alike(names)
    loose = len({*joined} - {""})
    strict = len({*names} - {""})
    keys = joined if together else names
    return _named(codes, keys, spellings, loose=loose if loose < strict else None)


def by_phone(phone: pd.Series[str]) -> Patients:
    """Patients by their phones alone."""
    codes, texts = different_texts(phone)
    return _named(codes, [_digits(text) for text in texts], len(texts))


def _named(
    codes: IntArray,
    keys: Sequence[str],
    spellings: int,
    *,
    loose: int | None = None,
    zeros: int | None = None,
) -> Patients:
    """Rows as their keys; an empty key is no patient."""
    place: dict[str, int] = {}
    of_key = np.array([place.setdefault(key, len(place)) if key else UNKNOWN for key in keys] + [UNKNOWN])
    return Patients(of_key[codes], list(place), spellings, len(place), loose, zeros)


def _id(text: str) -> str:
    """An id in one spelling; empty for what says nothing."""
    if is_blank(text):
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if _WHOLE.fullmatch(plain):
        return plain.partition(".")[0]
    plain = plain.replace("ё", "е").removeprefix("no ").removeprefix("no.")
    plain = _DASHES.sub("-", _BEFORE_DIGITS.sub("", _NOT_OF_AN_ID.sub("", plain)))
    return plain.translate(_LOOKALIKES)


def _joined(columns: Sequence[pd.Series[str]]) -> tuple[IntArray, list[str]]:
    """Texts of several columns as one: surname, name, patronymic."""
    codes, texts = different_texts(columns[0])
    for column in columns[1:]:
        more, others = different_texts(column)
        codes, texts = _pairs(codes, texts, more, others)
    return codes, texts


def _pairs(
    codes: IntArray, texts: Sequence[str], more: IntArray, others: Sequence[str]
) -> tuple[IntArray, list[str]]:
    import pandas as pd

    width = len(others) + 1
    both, pairs = pd.factorize((codes.astype(np.int64) + 1) * width + more + 1)
    heads, tails = ["", *texts], ["", *others]
    split = zip(*(part.tolist() for part in np.divmod(pairs, width)), strict=True)
    return both, [f"{heads[head]} {tails[tail]}".strip() for head, tail in split]


def _name(text: str) -> str:
    """A name in one spelling: small letters, one space, no brackets."""
    if is_blank(text):
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    plain = _CARD_IN_NAME.sub(" ", plain)
    said = _OF_NAME.findall(_BRACKETED.sub(" ", plain) or plain)
    joined = " ".join(said)
    return joined.translate(_LOOKALIKES) if _CYRILLIC.search(joined) else joined


def _card(text: str) -> str:
    found = _CARD_IN_NAME.search(text)
    return _id(found["card"] or found["bare"]) if found else ""


def _by_card(names: Sequence[str], cards: Sequence[str]) -> list[str]:
    """The card of each text; for one without, the card its name always has, else the name."""
    of_name: dict[str, set[str]] = defaultdict(set)
    for name, card in zip(names, cards, strict=True):
        if card:
            of_name[name].add(card)
    return [
        card or (next(iter(of_name[name])) if len(of_name.get(name, ())) == 1 else name)
        for name, card in zip(names, cards, strict=True)
    ]


def _with_births(codes: IntArray, names: Sequence[str], birth: pd.Series[str], spellings: int) -> Patients:
    more, days = different_texts(birth)
    both, pairs = _pairs(codes, [f"{name}\n" for name in names], more, [day.strip()[:10] for day in days])
    return _named(both, [pair if pair.partition("\n")[0] else "" for pair in map(str, pairs)], spellings)


def _with_phones(
    codes: IntArray, names: Sequence[str], phone: pd.Series[str], spellings: int, *, together: bool | None
) -> Patients:
    """People by their phones, where one has spellings of one name; a phone of many names joins nobody."""
    more, phones = different_texts(phone)
    digits = [_digits(text) for text in phones]
    both, places = _places(codes, more, len(phones))
    pairs = [
        (names[name] if name >= 0 else "", digits[number] if number >= 0 else "") for name, number in places
    ]
    by_number: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    for name, number in pairs:
        if name and number:
            by_number[number].add(name)
            numbers[name].add(number)
    one_of = {number: _one_of(sorted(said)) for number, said in by_number.items()}

    def key(name: str, number: str) -> str:
        if not name:
            only = by_number.get(number, set())
            return (
                f"{next(iter(only))}\n{number}"
                if len({*one_of.get(number, {}).values()}) == 1 and only
                else number
            )
        if not number and len(numbers[name]) == 1:
            number = next(iter(numbers[name]))
        return f"{one_of.get(number, {}).get(name, name)}\n{number}" if number else name

    strict = [key(name, number) for name, number in pairs]
    loose_of = dict(zip(names, _spelled_alike(names), strict=True))
    by_names = [loose_of.get(name, name) or number for name, number in pairs]
    loose = len({*by_names} - {""})
    known = len({*strict} - {""})
    return _named(both, by_names if together else strict, spellings, loose=loose if loose != known else None)


def _places(codes: IntArray, more: IntArray, width: int) -> tuple[IntArray, list[tuple[int, int]]]:
    import pandas as pd

    both, pairs = pd.factorize((codes.astype(np.int64) + 1) * (width + 1) + more + 1)
    heads, tails = np.divmod(pairs, width + 1)
    return both, list(zip((heads - 1).tolist(), (tails - 1).tolist(), strict=True))


def _one_of(names: Sequence[str]) -> Mapping[str, str]:
    """Each name of one phone → the fullest spelling of the same person."""
    return dict(zip(names, _spelled_alike(names), strict=True))


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdigit, text))
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS - 3 else ""


def _spelled_alike(names: Iterable[str]) -> list[str]:
    """Each name as the fullest it can only be a shorter spelling of: «ким е в», «ким елена викторовна»."""
    given = list(names)
    by_surname: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in given:
        if name:
            said = tuple(name.split())
            by_surname[said[0]].add(said)
    full: dict[str, str] = {}
    for spelled in by_surname.values():
        fullest = [
            one for one in spelled if not any(_shortens(one, other) for other in spelled if other != one)
        ]
        for one in spelled:
            fits = [other for other in fullest if one == other or _shortens(one, other)]
            full[" ".join(one)] = " ".join(fits[0] if len(fits) == 1 else one)
    return [full.get(name, name) for name in given]


def _shortens(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether every part of a name is, or begins, the same part of a fuller one."""
    if len(short) > len(long) or short[0] != long[0]:
        return False
    return all(
        one == other or (len(one) == 1 and other.startswith(one))
        for one, other in zip(short, long, strict=False)
    )
