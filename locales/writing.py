"""Numbers written as people of a language write them.

Every number may be int, Decimal, Fraction or float (taken as it is printed, so 0.285 is 0.285) and is
rounded half away from zero. Digits are grouped by U+202F in Russian and by a comma in English, the
minus is U+2212, and nothing that is written can break over two lines.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

Number = int | Decimal | Fraction | float

THIN_SPACE: Final = "\u202f"
HARD_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"

_GROUP: Final = {"ru": THIN_SPACE, "en": ","}
_POINT: Final = {"ru": ",", "en": "."}
_PERCENT: Final = {"ru": f"{HARD_SPACE}%", "en": "%"}
_TO: Final = {"ru": "…", "en": f"{HARD_SPACE}to{HARD_SPACE}"}
_COMPACT_FROM: Final = 10_000
_UNITS: Final = (
    (10**12, {"ru": f"{HARD_SPACE}трлн", "en": "T"}),
    (10**9, {"ru": f"{HARD_SPACE}млрд", "en": "B"}),
    (10**6, {"ru": f"{HARD_SPACE}млн", "en": "M"}),
    (10**3, {"ru": f"{HARD_SPACE}тыс.", "en": "K"}),
)
_MONTHS: Final = {
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь",
           "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_SHORT_MONTHS: Final = {
    "ru": ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_MONTHS_OF: Final = {
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня",
           "июля", "августа", "сентября", "октября", "ноября", "декабря"),
    "en": _MONTHS["en"],
}  # fmt: skip
_MONTHS_IN: Final = {
    "ru": ("январе", "феврале", "марте", "апреле", "мае", "июне",
           "июле", "августе", "сентябре", "октябре", "ноябре", "декабре"),
    "en": _MONTHS["en"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO code, and its sign and name by language."""

    code: str
    signs: Mapping[str, str]
    names: Mapping[str, str]

    def leads(self, language: str) -> bool:
        """Whether the sign stands before the number: signs like $ do in English, letters like Br do not."""
        return language == "en" and unicodedata.category(self.signs[language][0]) == "Sc"


def _currency(code: str, ru: tuple[str, str], en: tuple[str, str]) -> tuple[str, Currency]:
    return code, Currency(code, {"ru": ru[0], "en": en[0]}, {"ru": ru[1], "en": en[1]})


CURRENCIES: Final[Mapping[str, Currency]] = dict(
    (
        _currency("RUB", ("₽", "российский рубль"), ("₽", "Russian ruble")),
        _currency("USD", ("$", "доллар США"), ("$", "US dollar")),
        _currency("EUR", ("€", "евро"), ("€", "euro")),
        _currency("KZT", ("₸", "казахстанский тенге"), ("₸", "Kazakhstani tenge")),
        _currency("BYN", ("Br", "белорусский рубль"), ("Br", "Belarusian ruble")),
        _currency("UAH", ("₴", "украинская гривна"), ("₴", "Ukrainian hryvnia")),
        _currency("UZS", ("сум", "узбекский сум"), ("so'm", "Uzbekistani som")),
        _currency("KGS", ("сом", "киргизский сом"), ("som", "Kyrgyzstani som")),
        _currency("TJS", ("сомони", "таджикский сомони"), ("somoni", "Tajikistani somoni")),
        _currency("AMD", ("֏", "армянский драм"), ("֏", "Armenian dram")),
        _currency("GEL", ("₾", "грузинский лари"), ("₾", "Georgian lari")),
        _currency("AZN", ("₼", "азербайджанский манат"), ("₼", "Azerbaijani manat")),
        _currency("MDL", ("лей", "молдавский лей"), ("lei", "Moldovan leu")),
        _currency("RSD", ("дин.", "сербский динар"), ("din.", "Serbian dinar")),
        _currency("TRY", ("₺", "турецкая лира"), ("₺", "Turkish lira")),
        _currency("ILS", ("₪", "израильский шекель"), ("₪", "Israeli shekel")),
        _currency("AED", ("дирх.", "дирхам ОАЭ"), ("AED", "UAE dirham")),
        _currency("GBP", ("£", "фунт стерлингов"), ("£", "pound sterling")),
    )
)
"""Currencies a clinic can choose, by ISO 4217 code, in the order they are offered."""


def rounded(value: Number, places: int = 0) -> Fraction:
    """`value` rounded half away from zero to `places` decimals. Raises ValueError for NaN and infinity."""
    scale = Fraction(10) ** places
    scaled = abs(_exact(value)) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (whole if value >= 0 else -whole) / scale


def significant(value: Number, digits: int = 3) -> Fraction:
    """`value` rounded to so many significant digits, for estimates: 13 783 784 → 13 800 000."""
    exact = abs(_exact(value))
    if exact == 0:
        return Fraction(0)
    magnitude = len(str(int(exact))) if exact >= 1 else -_leading_zeros(exact)
    return rounded(value, digits - magnitude)


def grouped(number: int, language: str) -> str:
    """A whole number with its digits in groups of three."""
    return f"{number:,}".replace("-", MINUS).replace(",", _GROUP[language])


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes numbers in a language ("ru" or "en") and money in a currency (a code of CURRENCIES).

    `signed` puts a plus before what is above zero. `places` is the most decimals to show.
    """

    language: str
    currency: str = "RUB"

    @property
    def sign(self) -> str:
        """The sign of the currency: «₽»."""
        return CURRENCIES[self.currency].signs[self.language]

    def count(self, value: Number, *, signed: bool = False) -> str:
        """People, leads and other whole things: «2 000», «−39», «+400»."""
        return self.decimal(value, places=0, signed=signed)

    def decimal(self, value: Number, *, places: int = 1, signed: bool = False) -> str:
        """A number with decimals, without zeros at the end: «23,4», «23»."""
        near = rounded(value, places)
        return _sign(near, signed) + self._trimmed(near, places)

    def share(self, value: Number, *, places: int = 0, signed: bool = False) -> str:
        """A share of one as percent: «23 %», «23,4 %» in Russian, «23%» in English."""
        return self.decimal(_exact(value) * 100, places=places, signed=signed) + _PERCENT[self.language]

    def money(self, value: Number, *, places: int = 0, signed: bool = False) -> str:
        """An amount with its currency: «60 000 000 ₽», «₽60,000,000», «1 200,50 ₽» with two places."""
        near = rounded(value, places)
        digits = self._trimmed(near, places) if near.denominator == 1 else self._fixed(near, places)
        return _sign(near, signed) + self._with_currency(digits)

    def compact(self, value: Number) -> str:
        """At most three significant digits for pictures: «60 млн», «1,5 млн», «1.5M»; full below 10 000."""
        sign, digits = self._compact(value)
        return sign + digits

    def compact_money(self, value: Number) -> str:
        """`compact` with the currency: «60 млн ₽», «₽60M»."""
        sign, digits = self._compact(value)
        return sign + self._with_currency(digits)

    def unit(self, largest: Number) -> tuple[int, str]:
        """In what numbers up to `largest` are short: (1 000 000, «млн»); (1, "") below 10 000."""
        if abs(rounded(largest)) < _COMPACT_FROM:
            return 1, ""
        near = abs(rounded(largest))
        size, names = next((size, names) for size, names in _UNITS if near >= size)
        return size, names[self.language].strip(HARD_SPACE)

    def of_unit(self, value: Number, size: int) -> str:
        """A number in a unit that `unit` gave, with at most two decimals: «0,5 млн»; zero as it is."""
        written = self.decimal(_exact(value) / size, places=2)
        return written + dict(_UNITS)[size][self.language] if value and size > 1 else written

    def count_range(self, low: Number, high: Number) -> str:
        """«39–125», and where a minus is near «−39…125» («−39 to 125»). One number if both read the same."""
        return self._range(low, high, self.count)

    def money_range(self, low: Number, high: Number) -> str:
        """«13 000 000–15 000 000 ₽», «₽13,000,000–15,000,000»."""
        if self._prefixed():
            return self._range(low, high, self.money, self.count)
        if self.money(low) == self.money(high):
            return self.money(low)
        return self._with_currency(self._range(low, high, self.count))

    def share_range(self, low: Number, high: Number, *, places: int = 0) -> str:
        """«21–25 %», «21–25%»."""
        written = self._range(
            _exact(low) * 100, _exact(high) * 100, lambda value: self.decimal(value, places=places)
        )
        return written + _PERCENT[self.language]

    def decimal_range(self, low: Number, high: Number, *, places: int = 1) -> str:
        """«2,35–2,46», «2.35–2.46»."""
        return self._range(low, high, lambda value: self.decimal(value, places=places))

    def day(self, day: date) -> str:
        """A date: «15.03.2026», «15 Mar 2026»."""
        if self.language == "ru":
            return f"{day:%d.%m.%Y}"
        return f"{day.day}{HARD_SPACE}{self.month(day.month)[:3]}{HARD_SPACE}{day.year}"

    def year(self, year: int) -> str:
        """A year, never grouped: «2027»."""
        return str(year)

    def month(self, number: int) -> str:
        """The name of month 1…12: «январь», «January»."""
        return _MONTHS[self.language][number - 1]

    def month_of(self, number: int) -> str:
        """The name of month 1…12 after a day: «января», «January»."""
        return _MONTHS_OF[self.language][number - 1]

    def month_in(self, number: int) -> str:
        """The name of month 1…12 after «в», «in»: «январе», «January»."""
        return _MONTHS_IN[self.language][number - 1]

    def month_short(self, number: int) -> str:
        """The name of month 1…12 in three letters, for pictures and narrow tables: «янв», «Jan»."""
        return _SHORT_MONTHS[self.language][number - 1]

    def _prefixed(self) -> bool:
        return CURRENCIES[self.currency].leads(self.language)

    def _with_currency(self, digits: str) -> str:
        return f"{self.sign}{digits}" if self._prefixed() else f"{digits}{HARD_SPACE}{self.sign}"

    def _trimmed(self, near: Fraction, places: int) -> str:
        fixed = self._fixed(near, places)
        return fixed.rstrip("0").rstrip(_POINT[self.language]) if places > 0 else fixed

    def _fixed(self, near: Fraction, places: int) -> str:
        whole, rest = divmod(abs(near), 1)
        decimals = _POINT[self.language] + f"{int(rest * 10**places):0{places}}" if places > 0 else ""
        return grouped(whole, self.language) + decimals

    def _compact(self, value: Number) -> tuple[str, str]:
        if abs(rounded(value)) < _COMPACT_FROM:
            near, unit, size = rounded(value), "", 1
        else:
            near = significant(value)
            size, names = next((size, names) for size, names in _UNITS if abs(near) >= size)
            unit = names[self.language]
        return _sign(near, signed=False), self.decimal(abs(near) / size, places=2) + unit

    def _range(
        self,
        low: Number,
        high: Number,
        write: Callable[[Number], str],
        write_high: Callable[[Number], str] | None = None,
    ) -> str:
        first, last = write(low), write(high)
        if first == last:
            return first
        if MINUS in first + last:
            return f"{first}{_TO[self.language]}{last}"
        return f"{first}–{(write_high or write)(high)}"


def _exact(value: Number) -> Fraction:
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _sign(near: Fraction, signed: bool) -> str:
    if near < 0:
        return MINUS
    return "+" if signed and near > 0 else ""


def _leading_zeros(exact: Fraction) -> int:
    """How many zeros stand between the point and the first digit of a number below one."""
    zeros = 0
    while exact * 10 < 1:
        exact *= 10
        zeros += 1
    return zeros
