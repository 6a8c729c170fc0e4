"""Numbers as people of each language write them; expected strings are written by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from locales.writing import CURRENCIES, Number, Writer, rounded, significant

RU = Writer("ru", "RUB")
EN = Writer("en", "RUB")


def shown(text: str) -> str:
    """Spaces that cannot be told apart by eye, made visible: thin as «_», hard as « »."""
    assert " " not in text, "a breakable space inside a number"
    return text.replace("\u202f", "_").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (999, "999", "999"),
        (2000, "2_000", "2,000"),
        (1480, "1_480", "1,480"),
        (60_000_000, "60_000_000", "60,000,000"),
        (10**15, "1_000_000_000_000_000", "1,000,000,000,000,000"),
        (-39, "−39", "−39"),
        (-12_345, "−12_345", "−12,345"),
        (Fraction(4158, 10), "416", "416"),
        (Fraction(5, 2), "3", "3"),
        (Fraction(-5, 2), "−3", "−3"),
        (Decimal("0.5"), "1", "1"),
        (Decimal("-0.4"), "0", "0"),
        (2.5, "3", "3"),
        (1e15, "1_000_000_000_000_000", "1,000,000,000,000,000"),
    ],
)
def test_counts_are_grouped_and_rounded_half_away_from_zero(value: Number, ru: str, en: str) -> None:
    assert shown(RU.count(value)) == ru
    assert shown(EN.count(value)) == en


@pytest.mark.parametrize(
    ("value", "expected"), [(400, "+400"), (-39, "−39"), (0, "0"), (Decimal("0.4"), "0"), (1500, "+1_500")]
)
def test_a_change_shows_its_sign(value: Number, expected: str) -> None:
    assert shown(RU.count(value, signed=True)) == expected


@pytest.mark.parametrize(
    ("value", "places", "ru", "en"),
    [
        (Fraction(23, 100), 0, "23 %", "23%"),
        (Fraction(23, 100), 1, "23 %", "23%"),
        (Fraction(234, 1000), 1, "23,4 %", "23.4%"),
        (Decimal("0.2297"), 0, "23 %", "23%"),
        (Decimal("0.2297"), 2, "22,97 %", "22.97%"),
        (0.285, 0, "29 %", "29%"),
        (0.1 + 0.2, 1, "30 %", "30%"),
        (1, 0, "100 %", "100%"),
        (0, 1, "0 %", "0%"),
        (Fraction(-3, 100), 0, "−3 %", "−3%"),
        (Fraction(1001, 100), 1, "1_001 %", "1,001%"),
    ],
)
def test_shares_are_percent(value: Number, places: int, ru: str, en: str) -> None:
    assert shown(RU.share(value, places=places)) == ru
    assert shown(EN.share(value, places=places)) == en


@pytest.mark.parametrize(
    ("currency", "ru", "en"),
    [
        ("RUB", "−1_200 ₽", "−₽1,200"),
        ("USD", "−1_200 $", "−$1,200"),
        ("EUR", "−1_200 €", "−€1,200"),
        ("BYN", "−1_200 Br", "−1,200 Br"),
        ("UZS", "−1_200 сум", "−1,200 so'm"),
    ],
)
def test_money_has_its_currency_where_readers_expect_it(currency: str, ru: str, en: str) -> None:
    assert shown(Writer("ru", currency).money(-1200)) == ru
    assert shown(Writer("en", currency).money(-1200)) == en


@pytest.mark.parametrize(
    ("value", "places", "ru"),
    [
        (60_000_000, 0, "60_000_000 ₽"),
        (Decimal("1200.5"), 0, "1_201 ₽"),
        (Decimal("1200.5"), 2, "1_200,50 ₽"),
        (Decimal("1200.00"), 2, "1_200 ₽"),
        (Decimal("0.07"), 2, "0,07 ₽"),
        (0, 2, "0 ₽"),
    ],
)
def test_kopecks_are_shown_in_full_or_not_at_all(value: Number, places: int, ru: str) -> None:
    assert shown(RU.money(value, places=places)) == ru


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        (60_000_000, "60 млн ₽", "₽60M"),
        (1_500_000, "1,5 млн ₽", "₽1.5M"),
        (13_783_784, "13,8 млн ₽", "₽13.8M"),
        (1_234_000_000, "1,23 млрд ₽", "₽1.23B"),
        (450_000, "450 тыс. ₽", "₽450K"),
        (999_950, "1 млн ₽", "₽1M"),
        (9_999, "9_999 ₽", "₽9,999"),
        (10_000, "10 тыс. ₽", "₽10K"),
        (Decimal("9999.5"), "10 тыс. ₽", "₽10K"),
        (0, "0 ₽", "₽0"),
        (-13_783_784, "−13,8 млн ₽", "−₽13.8M"),
        (10**15, "1_000 трлн ₽", "₽1,000T"),
    ],
)
def test_compact_money_for_pictures(value: Number, ru: str, en: str) -> None:
    assert shown(RU.compact_money(value)) == ru
    assert shown(EN.compact_money(value)) == en


def test_compact_numbers_carry_no_currency() -> None:
    assert shown(RU.compact(13_784)) == "13,8 тыс."
    assert shown(EN.compact(-13_784)) == "−13.8K"


@pytest.mark.parametrize(
    ("low", "high", "ru", "en"),
    [
        (39, 125, "39–125", "39–125"),
        (-39, 125, "−39…125", "−39 to 125"),
        (-125, -39, "−125…−39", "−125 to −39"),
        (444, 444, "444", "444"),
        (Decimal("443.6"), Decimal("444.4"), "444", "444"),
        (1850, 2000, "1_850–2_000", "1,850–2,000"),
    ],
)
def test_ranges(low: Number, high: Number, ru: str, en: str) -> None:
    assert shown(RU.count_range(low, high)) == ru
    assert shown(EN.count_range(low, high)) == en


def test_ranges_of_money_and_shares_name_the_unit_once() -> None:
    assert shown(RU.money_range(13_000_000, 15_000_000)) == "13_000_000–15_000_000 ₽"
    assert shown(EN.money_range(13_000_000, 15_000_000)) == "₽13,000,000–15,000,000"
    assert shown(RU.money_range(-100, 200)) == "−100…200 ₽"
    assert shown(EN.money_range(-100, 200)) == "−₽100 to ₽200"
    assert shown(RU.money_range(5, 5)) == "5 ₽"
    assert shown(EN.money_range(5, 5)) == "₽5"
    assert shown(RU.share_range(Fraction(21, 100), Fraction(25, 100))) == "21–25 %"
    assert shown(EN.share_range(Decimal("0.2121"), Decimal("0.2490"), places=1)) == "21.2–24.9%"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (13_783_784, 3, 13_800_000),
        (13_750_000, 2, 14_000_000),
        (-13_750_000, 2, -14_000_000),
        (999_999, 3, 1_000_000),
        (0, 3, 0),
        (5, 3, 5),
        (Decimal("0.0012345"), 3, Fraction(123, 100_000)),
        (Fraction(2297, 10_000), 2, Fraction(23, 100)),
    ],
)
def test_estimates_keep_their_significant_digits(
    value: Number, digits: int, expected: int | Fraction
) -> None:
    assert significant(value, digits) == expected


def test_half_is_rounded_away_from_zero_on_both_sides() -> None:
    assert rounded(Fraction(1, 2)) == 1
    assert rounded(Fraction(-1, 2)) == -1
    assert rounded(Decimal("2.675"), 2) == Fraction(268, 100)


@pytest.mark.parametrize("value", [float("nan"), Decimal("NaN")])
def test_what_is_not_a_number_is_not_written(value: Number) -> None:
    with pytest.raises(ValueError, match=r"(?i)nan"):
        RU.count(value)


def test_years_and_months_are_words_of_the_language() -> None:
    assert RU.year(2027) == "2027"
    assert (RU.month(10), RU.month_of(10)) == ("октябрь", "октября")
    assert (EN.month(10), EN.month_of(10)) == ("October", "October")
    assert [RU.month_short(number) for number in (1, 5, 12)] == ["янв", "май", "дек"]
    assert [EN.month_short(number) for number in (1, 5, 12)] == ["Jan", "May", "Dec"]
    assert [RU.month_of(number)[-1] for number in range(1, 13)] == list("яяаяяяяаяяяя")


def test_every_currency_has_a_sign_and_a_name_in_both_languages() -> None:
    for code, currency in CURRENCIES.items():
        assert currency.code == code
        assert all(currency.signs[language] and currency.names[language] for language in ("ru", "en"))


@pytest.mark.parametrize(
    ("largest", "ru", "en"),
    [
        (9_999, (1, ""), (1, "")),
        (10_000, (1_000, "тыс."), (1_000, "K")),
        (Fraction(2_500_000), (1_000_000, "млн"), (1_000_000, "M")),
        (-7e12, (10**12, "трлн"), (10**12, "T")),
    ],
)
def test_long_numbers_side_by_side_share_a_unit(
    largest: Number, ru: tuple[int, str], en: tuple[int, str]
) -> None:
    assert RU.unit(largest) == ru
    assert EN.unit(largest) == en


@pytest.mark.parametrize(
    ("value", "size", "ru", "en"),
    [
        (500_000, 1_000_000, "0,5 млн", "0.5M"),
        (-1_250_000, 1_000_000, "−1,25 млн", "−1.25M"),
        (0, 1_000, "0", "0"),
        (2_500, 1, "2_500", "2,500"),
    ],
)
def test_numbers_of_a_unit_keep_it(value: int, size: int, ru: str, en: str) -> None:
    assert shown(RU.of_unit(value, size)) == ru
    assert shown(EN.of_unit(value, size)) == en
