"""Texts of cells to days and kopecks, a whole column at a time.

The way a column writes is decided once, from all of its values; then each different text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from metrics.days import BoolArray, IntArray, day_number
from metrics.visits import LARGEST, UNKNOWN
from spreadsheets.evidence import is_blank
from spreadsheets.mapping import DateOrder

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NO_DAY: Final = np.iinfo(np.int64).min
"""Stands for the day of a cell that is empty or cannot be read."""

_EARLIEST: Final = date(1950, 1, 1)
_LATEST: Final = date(2199, 12, 31)
_TIME: Final = r"[T ,]+\d{1,2}:\d{2}.*$"
_COMMON_TIME: Final = r"^(?s:.){10}[ T].{1,2}:"
_ISO: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_PARTS: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:\s?г\.?)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?")
_NAMED: Final = re.compile(r"(\d{1,2})[ -]([^\W\d]+)\.?[ -](\d{4}|\d{2})(?:\s?г\.?|\s?года)?")
_NAMED_FIRST: Final = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTHS_EN: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_SERIAL: Final = date(1899, 12, 30)
_FROM_1904: Final = 1462

_TYPICAL: Final = 1_000
"""Sums looked at to tell which separator begins a fraction."""
_CLEAN: Final = r"-?\d{1,13}(?:\.\d{1,2})?"
_COMMA: Final = r"-?\d{1,13},\d{1,2}"
_DECORATION: Final = r"[\s\x{a0}\x{202f}]+|^[₽€$]|(?:[₽€$]|(?:руб|р)\.?)\s*$"
_SPACES: Final = re.compile(r"[\s\u00a0\u202f']+")
_CURRENCY: Final = re.compile(
    r"^([(−–-]?)\s*(?:[₽€$₸]|rub|usd|eur)\s*"
    r"|\s*(?:[₽€$₸]|руб(?:лей|ля|ль)?\.?|р\.?|rub|usd|eur|kzt|byn|тенге|тг\.?)\s*(\)?)$",
    re.IGNORECASE,
)
_NEGATIVE: Final = re.compile(r"\((.+)\)|[-−–](.+)|(.+)[-−–]")
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*|[.,]\d+")
_SCIENTIFIC: Final = re.compile(r"\d+(?:[.,]\d+)?e[+-]?\d{1,2}", re.IGNORECASE)
_SCALED: Final = re.compile(r"(.+?)\s*(тыс|т\.р|млн|k|к)\.?\s*(?:р(?:уб)?\.?|₽)?", re.IGNORECASE)
_SCALES: Final = {"тыс": 1000, "т.р": 1000, "k": 1000, "к": 1000, "млн": 1_000_000}
_LOOKALIKES: Final = str.maketrans("OoОоЗзlI|", "000033111")


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The days of a column, NO_DAY where there is none.

    unreadable: cells with a text that is no date; order: which number was taken for the day, None if no
    date depended on it; is_order_certain: the values themselves say so.
    """

    days: IntArray
    unreadable: BoolArray
    order: DateOrder | None
    is_order_certain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """The sums of a column in kopecks, 0 where unknown; unreadable: cells with a text that is no sum."""

    kopecks: IntArray
    known: BoolArray
    unreadable: BoolArray


def read_days(column: pd.Series[str], given: DateOrder | None, *, from_1904: bool = False) -> Days:
    """Read a column of dates, their order decided for the whole of it unless it is given."""
    written = _texts(column)
    iso = _iso_days(written)
    if iso is not None:
        return iso
    codes, texts = _different(_without_common_time(written))
    different = [_without_time(text).strip() for text in texts]
    order, is_certain = (given, True) if given else _order(different)
    found = np.array(
        [_day(text, order or DateOrder.DAY_FIRST, from_1904=from_1904) for text in different] + [NO_DAY],
        dtype=np.int64,
    )
    blank = np.array([is_blank(text) for text in different] + [True])
    days = found[codes]
    return Days(days, (days == NO_DAY) & ~blank[codes], order, is_certain)


def read_money(column: pd.Series[str]) -> Money:
    """Read a column of sums, its decimal separator decided from all of them."""
    import pyarrow.compute as pc

    texts = _texts(column)
    money = Money(
        np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_), np.zeros(len(texts), np.bool_)
    )
    filled = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    clean = _matching(texts, _CLEAN)
    _put(money, clean, texts.filter(clean))
    comma = _matching(texts, _COMMA) if (filled & ~clean).any() else np.zeros_like(clean)
    _put(money, comma, pc.replace_substring(texts.filter(comma), ",", "."))
    others = np.flatnonzero(filled & ~clean & ~comma)
    if others.size:
        written = [*texts.filter(clean)[:_TYPICAL].to_pylist(), *texts.filter(comma)[:_TYPICAL].to_pylist()]
        _put_others(money, others, texts.take(others), written)
    return money


def read_ids(columns: Iterable[pd.Series[str]], *, are_names: bool) -> pd.Categorical:
    """The id of each row, missing where there is none: ids as written, names in one spelling."""
    parts = [_each_once(column, _name) if are_names else _ids(column) for column in columns]
    return reduce(_together, parts)


def read_labels(column: pd.Series[str]) -> pd.Categorical:
    """Names of doctors, channels and the like with their spaces put right, missing where there is none."""
    return _each_once(column, _label)


def fixed_money(text: str) -> str | None:
    """What a person most likely meant by a sum that cannot be read: «12 тыс» → 12000, «12О00» → 12000."""
    scaled = _SCALED.fullmatch(text.strip())
    if scaled:
        amount = kopecks_of(scaled[1], frozenset(",."))
        return None if amount is None else _plain(amount * _SCALES[scaled[2].lower()])
    amount = kopecks_of(text.translate(_LOOKALIKES), frozenset(",."))
    return None if amount is None else _plain(amount)


def fixed_day(text: str) -> str | None:
    """The date with day and month the other way round, if only that makes it one."""
    parts = _PARTS.fullmatch(re.sub(_TIME, "", text.strip()))
    if parts is None:
        return None
    turned = _calendar(_year(parts[4]), int(parts[1]), int(parts[3]))
    return None if turned is None else turned.strftime("%d.%m.%Y")


def kopecks_of(text: str, decimal: frozenset[str]) -> int | None:
    """A sum in kopecks; `decimal`: the separators whose three following digits are a fraction here."""
    body = _SPACES.sub("", _without_currency(text))
    sign = 1
    negative = _NEGATIVE.fullmatch(body)
    if negative:
        sign, body = -1, next(part for part in negative.groups() if part)
    if _SCIENTIFIC.fullmatch(body):
        return _kopecks(body.replace(",", "."), sign)
    if not _FIGURE.fullmatch(body):
        return None
    return _kopecks(_with_point(body, decimal), sign)


def _without_currency(text: str) -> str:
    """A sum without the sign or name of its currency at either end; a minus or bracket there stays."""
    return _CURRENCY.sub(lambda found: (found[1] or "") + (found[2] or ""), text.strip())


def _kopecks(number: str, sign: int) -> int | None:
    try:
        kopecks = int((Decimal(number) * 100).to_integral_value()) * sign
    except InvalidOperation:
        return None
    return kopecks if abs(kopecks) <= LARGEST else None


def _with_point(body: str, decimal: frozenset[str]) -> str:
    """The digits with one point where the fraction begins: the last separator, unless it groups thousands."""
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return body
    mark, tail = body[last], body[last + 1 :]
    other = "," if mark == "." else "."
    alone = body.count(mark) == 1
    is_fraction = alone and (len(tail) != 3 or other in body or mark in decimal)
    head = re.sub(r"[.,]", "", body[:last])
    return f"{head or '0'}.{tail}" if is_fraction else head + tail


def _decimal_separators(texts: Iterable[str]) -> frozenset[str]:
    """Separators after which some cell has other than three digits, so that it begins a fraction here."""
    found = set()
    for text in texts:
        body = _SPACES.sub("", _without_currency(text)).strip("()-−–+")
        last = max(body.rfind("."), body.rfind(","))
        if last >= 0 and body.count(body[last]) == 1 and len(body) - last - 1 != 3:
            found.add(body[last])
    return frozenset(found) if len(found) < 2 else frozenset()


def _plain(kopecks: int) -> str:
    whole, rest = divmod(kopecks, 100)
    return str(whole) if rest == 0 else f"{whole}.{rest:02}"


def _texts(column: pd.Series[str]) -> pa.Array:
    """A column as Arrow has it, without a copy."""
    import pyarrow as pa

    texts = pa.array(column, type=pa.large_string(), from_pandas=True)
    if isinstance(texts, pa.ChunkedArray):
        return texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
    return texts


def _different(texts: pa.Array) -> tuple[IntArray, list[str]]:
    """Which of the different texts each cell holds, −1 where it is empty, and those texts."""
    encoded = texts.dictionary_encode()
    codes: IntArray = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False)
    return codes, encoded.dictionary.to_pylist()


def _matching(texts: pa.Array, pattern: str) -> BoolArray:
    import pyarrow.compute as pc

    found = pc.match_substring_regex(texts, f"^(?:{pattern})$").fill_null(False)
    return cast("BoolArray", found.to_numpy(zero_copy_only=False))


def _put(money: Money, places: BoolArray, numbers: pa.Array) -> None:
    """Write down sums whose texts are plain numbers with a point."""
    kopecks = np.rint(numbers.cast("double").to_numpy(zero_copy_only=False) * 100).astype(np.int64)
    money.kopecks[places] = kopecks
    money.known[places] = True


def _put_others(money: Money, places: IntArray, texts: pa.Array, written: list[str]) -> None:
    """Write down sums in other shapes, each different text read once; `written`: some of the plain ones."""
    import pandas as pd

    codes, cells = _different(texts)
    different = pd.Series(cells, dtype="str")
    compact = different.str.replace(_DECORATION, "", regex=True)
    comma = compact.str.fullmatch(_COMMA).to_numpy(dtype=np.bool_)
    compact = compact.where(~comma, compact.str.replace(",", ".", regex=False))
    clean = compact.str.fullmatch(_CLEAN).to_numpy(dtype=np.bool_)
    kopecks, known = np.zeros(len(cells), np.int64), clean.copy()
    kopecks[clean] = np.rint(compact[clean].astype("float64").to_numpy() * 100).astype(np.int64)
    blank = np.zeros(len(cells), np.bool_)
    odd = different[~clean].tolist()
    decimal = _decimal_separators([*odd, *compact[clean & ~comma].head(_TYPICAL).tolist(), *written])
    for index, text in zip(np.flatnonzero(~clean).tolist(), odd, strict=True):
        blank[index] = is_blank(text)
        value = kopecks_of(text, decimal)
        if value is not None:
            kopecks[index], known[index] = value, True
    money.kopecks[places] = kopecks[codes]
    money.known[places] = known[codes]
    money.unreadable[places] = (~known & ~blank)[codes]


def _iso_days(texts: pa.Array) -> Days | None:
    """The days of a column of ISO dates alone, as workbooks have them; None if one is written otherwise."""
    import pyarrow as pa

    try:
        moments = texts.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    days: IntArray = moments.to_numpy(zero_copy_only=False).astype("datetime64[D]").astype(np.int64)
    outside = (days != NO_DAY) & ((days < day_number(_EARLIEST)) | (days > day_number(_LATEST)))
    days[outside] = NO_DAY
    return Days(days, outside, None, is_order_certain=True)


def _without_common_time(texts: pa.Array) -> pa.Array:
    """Dates of ten letters without the time after them, so that few different texts are left."""
    import pyarrow.compute as pc

    has_time = pc.match_substring_regex(texts, _COMMON_TIME)
    return pc.if_else(has_time, pc.utf8_slice_codeunits(texts, 0, 10), texts)


def _without_time(text: str) -> str:
    return re.sub(_TIME, "", text) if ":" in text else text


def _order(texts: Iterable[str]) -> tuple[DateOrder | None, bool]:
    """Which number is the day, and whether the values say so; None if nothing depends on it."""
    day_first = month_first = 0
    undecided, has_dots = False, False
    for text in texts:
        parts = _PARTS.fullmatch(text)
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[3])
        day_first += first > 12 >= second
        # Nobody writes the month first with dots: such a cell is a slip, not the column's way.
        month_first += second > 12 >= first and parts[2] != "."
        undecided |= first != second and max(first, second) <= 12
        has_dots |= parts[2] == "."
    if day_first or month_first:
        return (DateOrder.DAY_FIRST if day_first >= month_first else DateOrder.MONTH_FIRST), True
    return (DateOrder.DAY_FIRST, has_dots) if undecided else (None, True)


def _day(text: str, order: DateOrder, *, from_1904: bool) -> int:
    found = _written_date(text, order) or _serial(text, from_1904=from_1904)
    return NO_DAY if found is None or not _EARLIEST <= found <= _LATEST else day_number(found)


def _written_date(text: str, order: DateOrder) -> date | None:
    if iso := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _calendar(int(iso[1]), int(iso[2]), int(iso[3]))
    if parts := _PARTS.fullmatch(text):
        first, second = int(parts[1]), int(parts[3])
        day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
        return _calendar(_year(parts[4]), month, day)
    if named := _NAMED.fullmatch(text):
        return _calendar(_year(named[3]), _month(named[2]), int(named[1]))
    if named := _NAMED_FIRST.fullmatch(text):
        return _calendar(int(named[3]), _month(named[1]), int(named[2]))
    return None


def _serial(text: str, *, from_1904: bool) -> date | None:
    """A date as Excel counts it, in days; cells without a date format come like that."""
    if not _SERIAL.fullmatch(text):
        return None
    return _FIRST_SERIAL + timedelta(days=int(text[:5]) + _FROM_1904 * from_1904)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _month(word: str) -> int:
    """The number of a month by its first letters; 0 for any other word."""
    plain = word.lower()
    for months in (_MONTHS, _MONTHS_EN):
        for number, start in enumerate(months, 1):
            if plain.startswith(start):
                return number
    return 0


def _ids(column: pd.Series[str]) -> pd.Categorical:
    """Ids, of which those of digits alone, the most by far, are what they are."""
    import pandas as pd

    encoded = _texts(column).dictionary_encode()
    if _matching(encoded.dictionary, r"\d+").all():
        codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False)
        return pd.Categorical.from_codes(codes, pd.Index(encoded.dictionary.to_pandas(), dtype="str"))
    return _each_once(column, _id)


def _each_once(column: pd.Series[str], read: Callable[[str], str | None]) -> pd.Categorical:
    codes, texts = _different(_texts(column))
    return _named(codes, [read(text) for text in texts])


def _together(first: pd.Categorical, second: pd.Categorical) -> pd.Categorical:
    """Names made of two parts, either of which may be missing."""
    import pandas as pd

    width = len(second.categories) + 1
    codes, pairs = pd.factorize((first.codes + np.int64(1)) * width + second.codes + 1)
    heads, tails = ["", *first.categories], ["", *second.categories]
    names = [
        f"{heads[head]} {tails[tail]}".strip() or None
        for head, tail in zip(*(part.tolist() for part in np.divmod(pairs, width)), strict=True)
    ]
    return _named(codes, names)


def _named(codes: IntArray, names: Sequence[str | None]) -> pd.Categorical:
    """Cells as the names their codes stand for; the same name may stand more than once, or be missing."""
    import pandas as pd

    again, different = pd.factorize(np.array([*names, None], dtype=object))
    return pd.Categorical.from_codes(again[codes], pd.Index(different, dtype="str"))


def _id(text: str) -> str | None:
    plain = " ".join(text.split())
    if is_blank(plain):
        return None
    return plain[:-2] if plain.endswith(".0") and plain[:-2].isdigit() else plain


def _name(text: str) -> str | None:
    plain = _label(text)
    return plain.lower().replace("ё", "е").replace(".", ". ").replace("  ", " ").strip() if plain else None


def _label(text: str) -> str | None:
    return None if is_blank(text) else " ".join(text.split())
