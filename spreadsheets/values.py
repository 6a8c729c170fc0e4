"""Texts of cells to days and kopecks, a whole column at a time.

The way a column writes is decided once, from all of its values; then each different text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from metrics.days import BoolArray, IntArray, day_number
from metrics.visits import LARGEST, UNKNOWN
from spreadsheets.evidence import is_blank

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NO_DAY: Final = np.iinfo(np.int64).min
"""Stands for the day of a cell that is empty or cannot be read."""
_MONTHS_A_YEAR: Final = 12
_SWAPPED_AT_LEAST: Final = 5
_YEAR_WORD: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NUMBERED_MONTH: Final = re.compile(r"(?<![\d.])(\d{1,2})[./-](?:20)\d\d(?![\d.])")
_LETTERS: Final = re.compile(r"[^\W\d_]+")

_EARLIEST: Final = date(1950, 1, 1)
_LATEST: Final = date(2199, 12, 31)
_TIME: Final = r"[T ,]+\d{1,2}:\d{2}.*$"
_COMMON_TIME: Final = r"^(?s:.){10}[ T].{1,2}:"
_ISO: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_PARTS: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:\s?г\.?)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?")
_NAMED: Final = re.compile(r"(\d{1,2})[ -]([^\W\d]+)\.?[ -](\d{4}|\d{2})(?:\s?г\.?|\s?года|\s?р\.?|\s?ж\.?)?")
_WITHOUT_YEAR: Final = re.compile(r"(\d{1,2})[./](\d{1,2})\.?")
_NAMED_WITHOUT_YEAR: Final = re.compile(r"(\d{1,2})[ -]([^\W\d]+)\.?")
_DAY_NUMBER: Final = re.compile(r"(\d{1,2})(?:\.0)?")
_TIME_FIRST: Final = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?[\s,]+(?=\d)", re.IGNORECASE)
_WEEKDAY: Final = re.compile(
    r"[\s,]*[(]?\b(?:пн|вт|ср|чт|пт|сб|вс|нд|дс|сс|бс|жм|жс|понедельник|вторник|среда|четверг|пятница|суббота"
    r"|воскресенье|понеділок|вівторок|середа|четвер|п[ʼ'’]ятниця|субота|неділя|дүйсенбі|сейсенбі|сәрсенбі"
    r"|бейсенбі|жұма|сенбі|жексенбі|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?[)]?[\s,]*",
    re.IGNORECASE,
)
_NAMED_FIRST: Final = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTHS_UK: Final = (
    "січ",
    "лют",
    "бер",
    "квіт",
    "трав",
    "черв",
    "лип",
    "серп",
    "вер",
    "жовт",
    "листоп",
    "груд",
)
_MONTHS_KK: Final = ("қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел")
_MONTHS_EN: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES: Final = {
    name: number
    for names in (
        "январь января янв|февраль февраля фев|март марта мар|апрель апреля апр|май мая|июнь июня июн"
        "|июль июля июл|август августа авг|сентябрь сентября сен|октябрь октября окт|ноябрь ноября ноя"
        "|декабрь декабря дек",
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept"
        "|october oct|november nov|december dec",
        "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан",
        "січень січня|лютий лютого|березень березня|квітень квітня|травень травня|червень червня|липень липня"
        "|серпень серпня|вересень вересня|жовтень жовтня|листопад листопада|грудень грудня",
    )
    for number, forms in enumerate(names.split("|"), 1)
    for name in forms.split()
}
"""Whole names of months as titles and sheets have them; a cell's month is known by its first letters."""
_FIRST_SERIAL: Final = date(1899, 12, 30)
_FROM_1904: Final = 1462

_TYPICAL: Final = 1_000
"""Sums looked at to tell which separator begins a fraction."""
_CLEAN: Final = r"-?\d{1,13}(?:\.\d{1,2})?"
_GROUPED: Final = r"\.\d{3}"
"""Three digits behind a point may be thousands."""
_COMMA: Final = r"-?\d{1,13},\d{1,2}"
_DECORATION: Final = (
    r"(?i)[\s\x{a0}\x{202f}]+|^[₽€$₸₴]"
    r"|(?:[₽€$₸₴]|(?:рублей|руб|тенге|теңге|тг|kzt|byn|сом|сум|грн|uah|р)\.?)[\s\x{a0}\x{202f}]*$"
)
_SPACES: Final = re.compile(r"[\s\u00a0\u202f']+")
_CURRENCIES: Final[Mapping[str, str]] = {
    "RUB": r"₽|руб(?:лей|ля|ль)?\.?|р\.?|rub|rur",
    "USD": r"\$|usd|долл(?:аров|ара|ар)?\.?|у\.?е\.?",
    "EUR": r"€|eur|евро",
    "KZT": r"₸|тг\.?|тенге|теңге|kzt",
    "BYN": r"byn|бел\.?\s?руб(?:лей|ля|ль)?\.?",
    "UAH": r"₴|грн\.?|гривень|гривен|гривні|uah",
    "UZS": r"сум(?:ов|ів)?\.?|сўм|so['ʻ`’]?m|uzs",
    "KGS": r"сом(?:ов)?\.?|kgs",
    "GBP": r"£|gbp",
    "AMD": r"֏|amd|драм(?:ов)?",
    "GEL": r"₾|gel|лари",
    "AZN": r"₼|azn|манат(?:ов)?",
    "PLN": r"zł|pln",
    "TRY": r"₺|try",
}
"""How cells write a currency: its sign, its code, its name."""
_ANY_CURRENCY: Final = "|".join(reversed(tuple(_CURRENCIES.values())))
_CURRENCY: Final = re.compile(
    rf"^([(−–-]?)\s*(?:{_ANY_CURRENCY})\s*|\s*(?:{_ANY_CURRENCY})\s*(\)?)$", re.IGNORECASE
)
_AROUND: Final = re.compile(
    r"^(?:['’`≈~]|ок\.|около|примерно)\s*|\s*\([^()\d]*[^\W\d_][^()\d]*\)\s*$"
    r"|\s+(?:нал|безнал|нал\.|безнал\.|карт(?:а|ой)|qr|kaspi|каспи|дмс|сбп|перевод|терминал|cash|card)$"
    r"|(?<=\d)(?:[.,][-–—]+|\s?=+|/-)$",
    re.IGNORECASE,
)
"""What people write around a sum: an apostrophe that made it text, «около», «(нал)», a closing dash."""
_DASHED_KOPECKS: Final = re.compile(r"^(\d[\d\s\u00a0\u202f]*)[-=](\d\d)$")
_ADDED: Final = re.compile(r"\d[\d.,]*(?:\+\d[\d.,]*)+")
"""«1950+1950», as people add in a cell."""
_NO_SUM: Final = (
    r"(?i)^\D*(?:полис|дмс|омс|страх|бесплат|гарант|подар|акци|сертификат|абонемент|рассрочк|комплимент|безвозмезд"
    r"|тегін|сақтандыр|безкоштов|free|insur|warranty|included|complimentary|no charge|waived|gift)\D*$"
)
"""Words in place of a sum that are no slip: the visit cost its patient nothing, or another pays."""
_NEGATIVE: Final = re.compile(r"\((.+)\)|[-−–](.+)|(.+)[-−–]")
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*|[.,]\d+")
_SCIENTIFIC: Final = re.compile(r"\d+(?:[.,]\d+)?e[+-]?\d{1,2}", re.IGNORECASE)
_SCALED: Final = re.compile(r"(.+?)\s*(тыс|т\.р|млн|k|к)\.?\s*(?:р(?:уб)?\.?|₽)?", re.IGNORECASE)
_SCALES: Final = {"тыс": 1000, "т.р": 1000, "k": 1000, "к": 1000, "млн": 1_000_000}
_LOOKALIKES: Final = str.maketrans("OoОоЗзlI|", "000033111")


class DateOrder(StrEnum):
    """Which number of 03.04.2024 is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The days of a column, NO_DAY where there is none.

    unreadable: cells with a text that is no date; order: which number was taken for the day, None if no
    date depended on it; is_order_certain: the values themselves say so. is_half_swapped: a foreign Excel took
    the day for the month in the dates where it could, all others are texts. lacks_year: only a year would
    make dates of its texts.
    """

    days: IntArray
    unreadable: BoolArray
    order: DateOrder | None
    is_order_certain: bool
    is_half_swapped: bool = False
    lacks_year: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of the days of a table beside its cells: the year, and the month of day numbers alone."""

    year: int | None = None
    month: int | None = None


NO_CALENDAR: Final = Calendar()


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """The sums of a column in kopecks, 0 where unknown; unreadable: cells with a text that is no sum.

    currencies: the rows that name each currency; nothing for a column that names none.
    """

    kopecks: IntArray
    known: BoolArray
    unreadable: BoolArray
    currencies: dict[str, BoolArray] = field(default_factory=dict)

    def times(self, scale: int) -> Money:
        """The same sums in a unit that is larger: thousands."""
        return self if scale == 1 else replace(self, kopecks=self.kopecks * scale)


def read_days(
    column: pd.Series[str],
    given: DateOrder | None,
    *,
    from_1904: bool = False,
    calendar: Calendar = NO_CALENDAR,
    repair: bool = False,
) -> Days:
    """Read a column of dates, their order decided for the whole of it unless it is given.

    repair: turn round the days that a foreign Excel swapped with their months, where it did.
    """
    written = _texts(column)
    iso = _iso_days(written)
    if iso is not None:
        return iso
    codes, texts = _different(_without_common_time(written))
    different = [_bare_date(text) for text in texts]
    order, is_certain = (given, True) if given else _order(different)
    is_swapped = _is_half_swapped(different)
    if is_swapped and repair:
        different = [_turned(text) for text in different]
    read = partial(_day, order=order or DateOrder.DAY_FIRST, from_1904=from_1904)
    found = np.array([read(text, calendar=calendar) for text in different] + [NO_DAY], dtype=np.int64)
    blank = np.array([is_blank(text) for text in different] + [True])
    days = found[codes]
    lacks_year = calendar.year is None and _lacks_year(different)
    return Days(days, (days == NO_DAY) & ~blank[codes], order, is_certain, is_swapped, lacks_year)


def day_of(text: str) -> int:
    """The day a single text says, dots and names of months understood; NO_DAY for any other text."""
    return _day(_bare_date(text), DateOrder.DAY_FIRST, from_1904=False, calendar=NO_CALENDAR, serial=False)


def calendar_of(*texts: str) -> Calendar:
    """The year and month a title or the name of a sheet says: «Январь 2026», «03.2026», «2026»."""
    year = month = None
    for text in texts:
        years = _YEAR_WORD.findall(text)
        if years and year is None:
            year = int(years[0]) if len(set(years)) == 1 else None
        if numbered := _NUMBERED_MONTH.search(text):
            month = month or int(numbered[1])
        months = {found for word in _LETTERS.findall(text.lower()) if (found := _MONTH_NAMES.get(word))}
        if len(months) == 1:
            month = month or months.pop()
    return Calendar(year, month if month and 1 <= month <= 12 else None)


def _bare_date(text: str) -> str:
    """A date without its time of day and day of the week."""
    if text.isdigit():
        return text
    return _WEEKDAY.sub(" ", _TIME_FIRST.sub("", _without_time(_TIME_FIRST.sub("", text.strip())))).strip()


def _is_half_swapped(texts: Sequence[str]) -> bool:
    """Real dates with no day above twelve beside texts with no day below thirteen."""
    real = [int(iso[3]) for text in texts if (iso := _ISO.match(text))]
    typed = [max(int(parts[1]), int(parts[3])) for text in texts if (parts := _PARTS.fullmatch(text))]
    return (
        min(len(real), len(typed)) > 1
        and len(real) + len(typed) >= _SWAPPED_AT_LEAST
        and max(real) <= _MONTHS_A_YEAR < min(typed)
    )


def _turned(text: str) -> str:
    iso = _ISO.match(text)
    return f"{iso[1]}-{iso[3]}-{iso[2]}" if iso else text


def _lacks_year(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if not is_blank(text)]
    short = sum(
        (parts := _WITHOUT_YEAR.fullmatch(text)) is not None and 1 <= int(parts[2]) <= _MONTHS_A_YEAR
        for text in filled
    )
    return 0 < len(filled) < 2 * short


def read_money(column: pd.Series[str]) -> Money:
    """Read a column of sums, its decimal separator decided from all of them."""
    import pyarrow.compute as pc

    texts = _texts(column)
    money = _plain_money(texts)
    if money is not None:
        return money
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


def _plain_money(texts: pa.Array) -> Money | None:
    """A column of plain numbers alone, as workbooks have them; None if a cell is anything else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        numbers = texts.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    after_point = pc.subtract(pc.binary_length(texts), pc.find_substring(texts, "."))
    may_group = pc.and_(pc.greater(after_point, 3), pc.less_equal(after_point, pc.binary_length(texts)))
    if pc.any(pc.match_substring_regex(texts.filter(may_group), _GROUPED)).as_py():
        return None
    known = numbers.is_valid().to_numpy(zero_copy_only=False)
    roubles = numbers.fill_null(0).to_numpy(zero_copy_only=False)
    if not np.isfinite(roubles).all() or np.abs(roubles).max(initial=0) > LARGEST / 100:
        return None
    kopecks = np.rint(roubles * 100).astype(np.int64)
    return Money(kopecks, known, np.zeros(len(texts), np.bool_))


def different_texts(column: pd.Series[str]) -> tuple[IntArray, list[str]]:
    """Which of the different texts each cell of a column holds, −1 where it is empty, and those texts."""
    return _different(_texts(column))


def are_words(column: pd.Series[str]) -> BoolArray:
    """Which cells hold a text that begins with no digit, as cards, dates and sums do."""
    import pyarrow.compute as pc

    found = pc.match_substring_regex(_texts(column), "^[^0-9]").fill_null(False)
    return cast("BoolArray", found.to_numpy(zero_copy_only=False))


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
    if _ADDED.fullmatch(body):
        parts = [kopecks_of(part, decimal) for part in body.split("+")]
        return None if None in parts else sum(part for part in parts if part is not None)
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
    """A sum without what is written around it and without its currency; a minus or bracket there stays."""
    bare = _DASHED_KOPECKS.sub(r"\1.\2", _AROUND.sub("", _AROUND.sub("", text.strip())))
    return _CURRENCY.sub(lambda found: (found[1] or "") + (found[2] or ""), bare.strip())


def _currencies(texts: pd.Series[str], codes: IntArray) -> dict[str, BoolArray]:
    """Which rows name which currency."""
    found = {}
    for code, pattern in _CURRENCIES.items():
        named = texts.str.contains(
            rf"(?i)(?:^|[\d\s.,(\x{{a0}}\x{{202f}}−–-])(?:{pattern})\s*(?:[\d(]|\)?$)", regex=True
        ).to_numpy(dtype=np.bool_)
        if named.any():
            found[code] = named[codes]
    return found


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
    wordy = different.str.contains(_NO_SUM, regex=True).to_numpy(dtype=np.bool_)
    money.unreadable[places] = (~known & ~blank & ~wordy)[codes]
    for currency, here in _currencies(different, codes).items():
        money.currencies[currency] = np.zeros_like(money.known)
        money.currencies[currency][places] = here


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


def _day(
    text: str, order: DateOrder, *, from_1904: bool, calendar: Calendar = NO_CALENDAR, serial: bool = True
) -> int:
    found = _written_date(text, order) or _in_calendar(text, order, calendar)
    if found is None and serial:
        found = _serial(text, from_1904=from_1904)
    return NO_DAY if found is None or not _EARLIEST <= found <= _LATEST else day_number(found)


def _in_calendar(text: str, order: DateOrder, calendar: Calendar) -> date | None:
    """A day without a year, or the number of a day alone, where the sheet or its title says the rest."""
    if calendar.year is None:
        return None
    if short := _WITHOUT_YEAR.fullmatch(text):
        day, month = int(short[1]), int(short[2])
        if order is DateOrder.MONTH_FIRST:
            day, month = month, day
        return _calendar(calendar.year, month, day)
    if named := _NAMED_WITHOUT_YEAR.fullmatch(text):
        return _calendar(calendar.year, _month(named[2]), int(named[1]))
    number = _DAY_NUMBER.fullmatch(text)
    if number and calendar.month:
        return _calendar(calendar.year, calendar.month, int(number[1]))
    return None


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
    for months in (_MONTHS_KK, _MONTHS, _MONTHS_UK, _MONTHS_EN):
        for number, start in enumerate(months, 1):
            if plain.startswith(start):
                return number
    return 0


def _each_once(column: pd.Series[str], read: Callable[[str], str | None]) -> pd.Categorical:
    codes, texts = _different(_texts(column))
    return _named(codes, [read(text) for text in texts])


def _named(codes: IntArray, names: Sequence[str | None]) -> pd.Categorical:
    """Cells as the names their codes stand for; the same name may stand more than once, or be missing."""
    import pandas as pd

    again, different = pd.factorize(np.array([*names, None], dtype=object))
    return pd.Categorical.from_codes(again[codes], pd.Index(different, dtype="str"))


def _label(text: str) -> str | None:
    return None if is_blank(text) else " ".join(text.split())
