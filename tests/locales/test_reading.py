"""What people type, and the number it is; expected values are written by hand."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from locales.phrases import PhraseReason
from locales.reading import (
    MOST_CHANGE,
    MOST_MONEY,
    MOST_PEOPLE,
    Ambiguous,
    ReadError,
    ReadingQuestion,
    TypedRange,
    read_change,
    read_count,
    read_money,
    read_share,
)
from locales.writing import Writer
from tests.examples import examples

THOUSANDS = ReadingQuestion.THOUSANDS
PERCENT = ReadingQuestion.PERCENT


def percent(number: int | str) -> Fraction:
    return Fraction(number) / 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2000", 2000),
        ("0", 0),
        ("007", 7),
        (" 2000 ", 2000),
        ("2000.", 2000),
        ("2000!", 2000),
        ("+2000", 2000),
        ("2 000", 2000),
        ("2\u00a0000", 2000),
        ("2\u202f000", 2000),
        ("2\u2009000", 2000),
        ("2'000", 2000),
        ("2’000", 2000),
        ("1 234 567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1.850", 1850),
        ("2000,0", 2000),
        ("2 тыс", 2000),
        ("2 тыс.", 2000),
        ("2тыс", 2000),
        ("2т", 2000),
        ("2к", 2000),
        ("2k", 2000),
        ("2K", 2000),
        ("2 тысячи", 2000),
        ("2,5 тыс.", 2500),
        ("2.5k", 2500),
        ("1,85 тыс", 1850),
        ("2 thousand", 2000),
        ("2 тысячи 300", 2300),
        ("1 млн 200 тыс", 1_200_000),
        ("~2000", 2000),
        ("≈ 2000", 2000),
        ("около 2000", 2000),
        ("Около 2 тыс. человек", 2000),
        ("примерно 2 тыс.", 2000),
        ("about 2k patients", 2000),
        ("где-то 2000", 2000),
        ("2000 человек", 2000),
        ("2000 чел.", 2000),
        ("2000 пациентов в год", 2000),
        ("2000 patients per year", 2000),
        ("«2000»", 2000),
        ("２０００", 2000),
        ("٢٠٠٠", 2000),
        ("२०००", 2000),
        ("\u20682\u202f000\u2069", 2000),
        ("100 млн", 100_000_000),
    ],
)
def test_counts_read_the_same_in_both_languages(text: str, expected: int) -> None:
    assert read_count(text, "ru") == expected
    assert read_count(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2000-2100", TypedRange(2000, 2100)),
        ("2000 – 2100", TypedRange(2000, 2100)),
        ("2000—2100", TypedRange(2000, 2100)),
        ("2000−2100", TypedRange(2000, 2100)),
        ("2000…2100", TypedRange(2000, 2100)),
        ("2000..2100", TypedRange(2000, 2100)),
        ("от 2000 до 2100 человек", TypedRange(2000, 2100)),
        ("between 2000 and 2100", TypedRange(2000, 2100)),
        ("from 2000 to 2100", TypedRange(2000, 2100)),
        ("между 20 и 25", TypedRange(20, 25)),
        ("2-2,5 тыс", TypedRange(2000, 2500)),
        ("900 - 1 тыс", PhraseReason.BACKWARDS),
        ("900 чел - 1 тыс чел", PhraseReason.BACKWARDS),
        ("2 000-2 100", TypedRange(2000, 2100)),
        ("2000-2000", 2000),
        ("2100-2000", PhraseReason.BACKWARDS),
        ("2.100-2.200", TypedRange(2100, 2200)),
        ("2.000-2.100", TypedRange(2000, 2100)),
    ],
)
def test_a_range_is_an_estimate(text: str, expected: int | TypedRange[int] | PhraseReason) -> None:
    read = read_count(text, "ru")
    assert (read.reason if isinstance(read, ReadError) else read) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2.000", "ru", (2000, 2)),
        ("2.000", "en", (2000, 2)),
        ("2,000", "ru", (2000, 2)),
        ("150.000", "ru", (150_000, 150)),
        ("2.000 человек", "ru", (2000, 2)),
        ("1.200 тыс", "ru", (1_200_000, 1200)),
    ],
)
def test_three_digits_after_a_point_are_asked_about(
    text: str, language: str, expected: tuple[int, ...]
) -> None:
    assert read_count(text, language) == Ambiguous(THOUSANDS, expected)


def test_english_readers_group_thousands_by_commas() -> None:
    assert read_count("2,000", "en") == 2000
    assert read_money("1,200.50", "en") == Decimal("1200.5")
    assert read_money("1,5 mln", "en") == Decimal(1_500_000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", PhraseReason.EMPTY),
        ("  \n", PhraseReason.EMPTY),
        ("\u200b\u2060", PhraseReason.EMPTY),
        ("1" * 101, PhraseReason.TOO_LONG),
        ("не знаю", PhraseReason.NO_NUMBER),
        ("две тысячи", PhraseReason.NO_NUMBER),
        ("тыс", PhraseReason.NO_NUMBER),
        ("🙂", PhraseReason.NO_NUMBER),
        ("...", PhraseReason.NO_NUMBER),
        ("1850 2000", PhraseReason.TWO_NUMBERS),
        ("1850, 2000", PhraseReason.TWO_NUMBERS),
        ("1850\n2000", PhraseReason.TWO_NUMBERS),
        ("12\n345", PhraseReason.TWO_NUMBERS),
        ("12\t345", PhraseReason.TWO_NUMBERS),
        ("1 млн\n300", PhraseReason.TWO_NUMBERS),
        ("2  000", PhraseReason.TWO_NUMBERS),
        ("2 00", PhraseReason.TWO_NUMBERS),
        ("0 500", PhraseReason.TWO_NUMBERS),
        ("5 тыс 2 тыс", PhraseReason.TWO_NUMBERS),
        ("1,5 тыс 200", PhraseReason.TWO_NUMBERS),
        ("20 and 25", PhraseReason.TWO_NUMBERS),
        ("2000-2100-2200", PhraseReason.TWO_NUMBERS),
        ("8-900-123-45-67", PhraseReason.TWO_NUMBERS),
        ("12:30", PhraseReason.WORDS),
        ("01.02.2026", PhraseReason.DIGITS),
        ("2000,2100", PhraseReason.DIGITS),
        ("1,23,456", PhraseReason.DIGITS),
        ("-5", PhraseReason.NEGATIVE),
        ("−2 000", PhraseReason.NEGATIVE),
        ("минус 5", PhraseReason.NEGATIVE),
        ("2,5", PhraseReason.PART_OF_PERSON),
        (".5", PhraseReason.PART_OF_PERSON),
        ("100000001", PhraseReason.TOO_MANY_PEOPLE),
        ("60 млрд", PhraseReason.TOO_MANY_PEOPLE),
        ("1e5", PhraseReason.WORDS),
        ("0x10", PhraseReason.WORDS),
        ("2000²", PhraseReason.WORDS),
        ("½", PhraseReason.NO_NUMBER),
        ("2_000", PhraseReason.WORDS),
        ("20l0", PhraseReason.WORDS),
        ("2000 в месяц", PhraseReason.WORDS),
        ("2000 р", PhraseReason.WORDS),
        ("2000 %", PhraseReason.WORDS),
        ("2000?%", PhraseReason.WORDS),
        ("больше 2000", PhraseReason.WORDS),
        ("до 2000", PhraseReason.WORDS),
        ("не 2000", PhraseReason.WORDS),
        ("3 из 10", PhraseReason.WORDS),
        ("3/10", PhraseReason.WORDS),
        ("2000-", PhraseReason.WORDS),
        ("=2000", PhraseReason.WORDS),
        ("(2000)", PhraseReason.WORDS),
        ("2 mтыс", PhraseReason.WORDS),
        ("<b>2000</b>", PhraseReason.WORDS),
        ("/start 5", PhraseReason.WORDS),
        ("2\u00ad000", PhraseReason.WORDS),
    ],
)
def test_what_is_not_a_count_is_refused_with_a_reason(text: str, reason: PhraseReason) -> None:
    for language in ("ru", "en"):
        read = read_count(text, language)
        assert isinstance(read, ReadError)
        assert read.reason == reason


def test_a_refusal_shows_what_stood_in_the_way() -> None:
    assert read_count("2000 Слонов", "ru") == ReadError(PhraseReason.WORDS, "слонов")
    assert read_count("1850\n2000", "ru") == ReadError(PhraseReason.TWO_NUMBERS, "1850 2000")
    long = read_count("я" * 90, "ru")
    assert isinstance(long, ReadError)
    assert long.found == "я" * 39 + "…"


def test_results_name_the_key_of_their_text() -> None:
    assert ReadError(PhraseReason.NO_NUMBER, "x").key == "reading-no-number"
    assert Ambiguous(THOUSANDS, (2000, 2)).key == "reading-ask-thousands"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 000 000", "60000000"),
        ("60 000 000 ₽", "60000000"),
        ("60\u202f000\u202f000\u00a0₽", "60000000"),
        ("60 000 000,00 ₽", "60000000"),
        ("60 млн", "60000000"),
        ("60млн", "60000000"),
        ("60 МЛН.", "60000000"),
        ("60 миллионов", "60000000"),
        ("60 миллионов рублей", "60000000"),
        ("60m", "60000000"),
        ("₽60M", "60000000"),
        ("60 лямов", "60000000"),
        ("1,5 млн", "1500000"),
        ("1.5 млн руб", "1500000"),
        ("1.5 млн. руб.", "1500000"),
        ("1.2 mln", "1200000"),
        ("1,2 млрд", "1200000000"),
        ("1.2bn", "1200000000"),
        ("1,2345 млн", "1234500"),
        ("60 млн 500 тыс. руб.", "60500000"),
        ("900 т.р.", "900000"),
        ("900тр", "900000"),
        ("900 тыс.руб", "900000"),
        ("1 200,50", "1200.5"),
        ("1'200.50", "1200.5"),
        ("1.200,50 руб", "1200.5"),
        ("33,33", "33.33"),
        ("около 60 млн в год", "60000000"),
        ("13.784", "13784"),
        ("1 трлн", "1000000000000"),
    ],
)
def test_money(text: str, expected: str) -> None:
    assert read_money(text, "ru") == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("$1,200", "USD", "1200"),
        ("1,200 dollars", "USD", "1200"),
        ("€ 1 200", "EUR", "1200"),
        ("1200 Br", "BYN", "1200"),
        ("1200 руб", "BYN", "1200"),
        ("1 200 000 so'm", "UZS", "1200000"),
        ("1 200 000 сум", "UZS", "1200000"),
        ("5 млн ₸", "KZT", "5000000"),
        ("5 млн тенге", "KZT", "5000000"),
        ("1200 дин.", "RSD", "1200"),
        ("1200 GBP", "GBP", "1200"),
    ],
)
def test_money_in_the_currency_of_the_clinic(text: str, currency: str, expected: str) -> None:
    assert read_money(text, "en", currency) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13-15 млн", TypedRange(Decimal(13_000_000), Decimal(15_000_000))),
        ("900 тыс - 1 млн ₽", TypedRange(Decimal(900_000), Decimal(1_000_000))),
        ("2.000", Ambiguous(THOUSANDS, (Decimal(2000), Decimal(2)))),
        ("1.850", Ambiguous(THOUSANDS, (Decimal(1850), Decimal("1.85")))),
        ("1.850 млн", Ambiguous(THOUSANDS, (Decimal(1_850_000_000), Decimal(1_850_000)))),
    ],
)
def test_money_in_ranges_and_in_doubt(text: str, expected: TypedRange[Decimal] | Ambiguous[Decimal]) -> None:
    assert read_money(text, "ru") == expected


@pytest.mark.parametrize(
    ("text", "reason", "found"),
    [
        ("$100", PhraseReason.OTHER_CURRENCY, "$"),
        ("100 евро", PhraseReason.OTHER_CURRENCY, "евро"),
        ("$100 руб", PhraseReason.OTHER_CURRENCY, "руб"),
        ("¥100", PhraseReason.WORDS, "¥"),
        ("1000000000001", PhraseReason.TOO_MUCH_MONEY, "1000000000001"),
        ("60 млн пациентов", PhraseReason.WORDS, "пациентов"),
        ("0,001", PhraseReason.PART_OF_KOPECK, "0,001"),
        ("-100", PhraseReason.NEGATIVE, "-100"),
        ("60 млн 70 млн", PhraseReason.TWO_NUMBERS, "60 млн 70 млн"),
        ("60 млн в месяц", PhraseReason.WORDS, "в"),
    ],
)
def test_what_is_not_money_is_refused(text: str, reason: PhraseReason, found: str) -> None:
    assert read_money(text, "ru") == ReadError(reason, found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23%", percent(23)),
        ("23 %", percent(23)),
        ("23\u202f%", percent(23)),
        ("２３％", percent(23)),
        ("٢٣٪", percent(23)),
        ("23,4 %", percent("23.4")),
        ("23 процента", percent(23)),
        ("23 percent", percent(23)),
        ("около 30%", percent(30)),
        ("0,3%", percent("0.3")),
        ("0,23", percent(23)),
        ("0.23", percent(23)),
        (".3", percent(30)),
        ("0,300", percent(30)),
        ("0", Fraction(0)),
        ("100%", Fraction(1)),
        ("3 из 10", Fraction(3, 10)),
        ("3 лида из 10", Fraction(3, 10)),
        ("из 10 - 3", Fraction(3, 10)),
        ("из 10 лидов 3", Fraction(3, 10)),
        ("3 of 10", Fraction(3, 10)),
        ("3 out of 10 leads", Fraction(3, 10)),
        ("3/10", Fraction(3, 10)),
        ("1/3", Fraction(1, 3)),
        ("20-25%", TypedRange(percent(20), percent(25))),
        ("20%-25%", TypedRange(percent(20), percent(25))),
        ("от 20 до 25 %", TypedRange(percent(20), percent(25))),
        ("0,2-0,25", TypedRange(percent(20), percent(25))),
        ("23", Ambiguous(PERCENT, (percent(23),))),
        ("30", Ambiguous(PERCENT, (percent(30),))),
        ("12.345", Ambiguous(PERCENT, (percent("12.345"),))),
        ("1", Ambiguous(PERCENT, (Fraction(1), percent(1)))),
        ("20-25", Ambiguous(PERCENT, (TypedRange(percent(20), percent(25)),))),
        ("150%", ReadError(PhraseReason.OVER_WHOLE, "150%")),
        ("150", ReadError(PhraseReason.OVER_WHOLE, "150")),
        ("11 из 10", ReadError(PhraseReason.OVER_WHOLE, "11 из 10")),
        ("3 из 0", ReadError(PhraseReason.DIGITS, "3 из 0")),
        ("-23%", ReadError(PhraseReason.NEGATIVE, "-23%")),
        ("половина", ReadError(PhraseReason.NO_NUMBER, "половина")),
        ("30 тыс", ReadError(PhraseReason.WORDS, "тыс")),
        ("30 ₽", ReadError(PhraseReason.WORDS, "₽")),
    ],
)
def test_shares(
    text: str, expected: Fraction | TypedRange[Fraction] | Ambiguous[Fraction] | ReadError
) -> None:
    assert read_share(text, "ru") == expected
    assert read_share(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", Ambiguous(PERCENT, (percent(30), percent(3)))),
        ("10", Ambiguous(PERCENT, (Fraction(1), percent(10)))),
        ("1", Ambiguous(PERCENT, (percent(10), Fraction(1), percent(1)))),
        (
            "2-3",
            Ambiguous(PERCENT, (TypedRange(percent(20), percent(30)), TypedRange(percent(2), percent(3)))),
        ),
        ("23", Ambiguous(PERCENT, (percent(23),))),
        ("3%", percent(3)),
        ("0,3", percent(30)),
    ],
)
def test_a_bare_number_after_out_of_ten_is_asked_about(
    text: str, expected: Fraction | Ambiguous[Fraction]
) -> None:
    assert read_share(text, "ru", out_of=10) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20", percent(20)),
        ("+20%", percent(20)),
        ("+10 %", percent(10)),
        ("-3", percent(-3)),
        ("−3 п.п.", percent(-3)),
        ("-3 pp", percent(-3)),
        ("- 3,5 %", percent("-3.5")),
        ("минус 3 процента", percent(-3)),
        ("плюс 3", percent(3)),
        ("0", Fraction(0)),
        ("0,5%", percent("0.5")),
        ("0,2", Ambiguous(PERCENT, (percent(20), percent("0.2")))),
        ("-0,2", Ambiguous(PERCENT, (percent(-20), percent("-0.2")))),
        ("1000", Fraction(10)),
        ("1001%", ReadError(PhraseReason.TOO_BIG_CHANGE, "1001%")),
        ("-101%", ReadError(PhraseReason.TOO_BIG_CHANGE, "-101%")),
        ("10-20", ReadError(PhraseReason.TWO_NUMBERS, "10-20")),
        ("10 млн", ReadError(PhraseReason.WORDS, "млн")),
    ],
)
def test_changes(text: str, expected: Fraction | Ambiguous[Fraction] | ReadError) -> None:
    assert read_change(text, "ru") == expected
    assert read_change(text, "en") == expected


PIECES = [
    *"0123456789 .,-–…%/'+~₽$\n\u00a0\u202f²½٣", "000", "млн", "тыс.", "т", "k", "руб", "из", "of", "до",
    "от", "between", "and", "в год", "человек", "e5", "<b>", "п.п.", "2 000", "0,3",
]  # fmt: skip
PUT_TOGETHER = st.binary(max_size=12).map(lambda drawn: "".join(PIECES[byte % len(PIECES)] for byte in drawn))
TYPED = st.text(max_size=20) | PUT_TOGETHER


def within(read: object, least: int, most: int) -> bool:
    """Whether every number of an answer is inside the bounds its question has."""
    if isinstance(read, ReadError):
        return True
    if isinstance(read, Ambiguous):
        return bool(read.choices) and all(within(choice, least, most) for choice in read.choices)
    if isinstance(read, TypedRange):
        return bool(least <= read.low < read.high <= most)
    assert isinstance(read, int | Decimal | Fraction)
    return least <= read <= most


@examples(500)
@given(st.lists(TYPED, min_size=20, max_size=20), st.sampled_from(["ru", "en"]))
def test_none_of_thousands_of_texts_raises_or_leaves_the_bounds(texts: list[str], language: str) -> None:
    for text in texts:
        assert within(read_count(text, language), 0, MOST_PEOPLE)
        assert within(read_money(text, language), 0, MOST_MONEY)
        assert within(read_share(text, language, out_of=10), 0, 1)
        assert within(read_change(text, language), -1, MOST_CHANGE)


DIGITS_AND_SEPARATORS = st.text(alphabet=" .,'0123456789", min_size=1, max_size=12)


@examples(500)
@given(DIGITS_AND_SEPARATORS, st.sampled_from(["ru", "en"]))
def test_a_count_has_exactly_the_digits_that_were_typed(text: str, language: str) -> None:
    assume(".." not in text)  # two dots make a range: «1..1» is from 1 to 1
    read = read_count(text, language)
    if isinstance(read, int):
        digits = "".join(filter(str.isdigit, text))
        decimals = len(digits) - len(str(read)) if read else 0
        assert int(digits) in {read * 10**zeros for zeros in range(decimals + 1)}


WRITERS = st.sampled_from([Writer("ru", "RUB"), Writer("en", "USD"), Writer("en", "BYN")])


@given(WRITERS, st.integers(0, MOST_PEOPLE))
def test_a_written_count_reads_back(write: Writer, people: int) -> None:
    assert read_count(write.count(people), write.language) == people


@given(WRITERS, st.integers(0, MOST_MONEY * 100))
def test_written_money_reads_back(write: Writer, kopecks: int) -> None:
    amount = Decimal(kopecks) / 100
    assert read_money(write.money(amount, places=2), write.language, write.currency) == amount


@given(WRITERS, st.integers(1, 999), st.sampled_from([10**3, 10**6, 10**9, 10**4, 10**7]))
def test_compact_money_reads_back(write: Writer, digits: int, size: int) -> None:
    amount = digits * size
    if amount <= MOST_MONEY:
        assert read_money(write.compact_money(amount), write.language, write.currency) == amount


@given(WRITERS, st.integers(0, 1000))
def test_a_written_share_reads_back(write: Writer, permille: int) -> None:
    share = Fraction(permille, 1000)
    assert read_share(write.share(share, places=1), write.language) == share


@given(WRITERS, st.integers(-1000, 10_000))
def test_a_written_change_reads_back(write: Writer, permille: int) -> None:
    change = Fraction(permille, 1000)
    assert read_change(write.share(change, places=1, signed=True), write.language) == change


@given(WRITERS, st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_written_range_reads_back(write: Writer, low: int, more: int) -> None:
    assert read_count(write.count_range(low, low + more), write.language) == TypedRange(low, low + more)


@pytest.mark.parametrize("read", [read_count, read_money, read_share, read_change])
@pytest.mark.parametrize("text", ["1 " * 50_000, "1.1," * 50_000, "т-" * 100_000, "-" * 200_000])
def test_a_huge_text_is_refused_without_being_parsed(read: Callable[[str, str], object], text: str) -> None:
    refusal = read(text, "ru")
    assert isinstance(refusal, ReadError)
    assert refusal.reason is PhraseReason.TOO_LONG


def test_spaces_around_a_number_do_not_count_as_length() -> None:
    assert read_count(" " * 200_000 + "1", "ru") == 1
