"""Numbers read from what a person typed: exactly, or not at all.

Both languages are understood whatever the bot speaks; the language only decides what a comma before
three digits means. A text with two possible readings comes back as `Ambiguous` to be asked about, and
anything with words left over as a `ReadError` that says why. No text raises.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Generic, TypeVar

from locales.phrases import Ends, PhraseReason, PhraseRefusal, shorten, understand
from locales.vocabulary import CHANGES, MONEY, PEOPLE, SHARES

MOST_PEOPLE: Final = 10**8
MOST_MONEY: Final = 10**12
MOST_CHANGE: Final = 10

T = TypeVar("T", int, Decimal, Fraction)


class ReadingQuestion(StrEnum):
    """What is asked when a text has more than one reading."""

    THOUSANDS = "thousands"
    PERCENT = "percent"


@dataclass(frozen=True)
class TypedRange(Generic[T]):
    """An estimate: somewhere from `low` to `high`, low < high."""

    low: T
    high: T


@dataclass(frozen=True)
class Ambiguous(Generic[T]):
    """Possible readings to choose from, the likelier first; a single one is to be confirmed."""

    question: ReadingQuestion
    choices: tuple[T | TypedRange[T], ...]

    @property
    def key(self) -> str:
        """The key of the question's text; it takes `$found`, what was typed."""
        return f"reading-ask-{self.question}"


@dataclass(frozen=True, slots=True)
class ReadError:
    """Why a text was not read, and the part of it that stood in the way."""

    reason: PhraseReason
    found: str

    @property
    def key(self) -> str:
        """The key of the text for the person; it takes `$found` and `$example`, a good answer."""
        return f"reading-{self.reason}"


def read_count(text: str, language: str) -> int | TypedRange[int] | Ambiguous[int] | ReadError:
    """People, 0 to 10⁸: «2 000», «2 тыс.», «около 2000 человек», «2000-2100»."""
    phrase = understand(text, language, PEOPLE)
    if isinstance(phrase, PhraseRefusal):
        return ReadError(*phrase)
    return _answer(text, phrase.readings, _people)


def read_money(
    text: str, language: str, currency: str = "RUB"
) -> Decimal | TypedRange[Decimal] | Ambiguous[Decimal] | ReadError:
    """An amount in `currency` (ISO code), 0 to 10¹²: «60 млн», «1,5 млн ₽», «$1,200», «13-15 млн».

    The sign or name of another currency is refused.
    """
    phrase = understand(text, language, MONEY)
    if isinstance(phrase, PhraseRefusal):
        return ReadError(*phrase)
    if phrase.currencies is not None and currency not in phrase.currencies:
        return ReadError(PhraseReason.OTHER_CURRENCY, phrase.currency_text)
    return _answer(text, phrase.readings, _money)


def read_share(
    text: str, language: str, out_of: int | None = None
) -> Fraction | TypedRange[Fraction] | Ambiguous[Fraction] | ReadError:
    """A share from 0 to 1: «23 %», «0,23», «3 из 10», «20-25 %».

    A bare number above one can only be percent and is asked about; where the question was «how many
    out of `out_of`», a bare number may also be that many: «3» of ten is 30 % or 3 %.
    """
    phrase = understand(text, language, SHARES)
    if isinstance(phrase, PhraseRefusal):
        return ReadError(*phrase)
    if phrase.ratio:
        return _answer(text, phrase.readings, _share)
    answer = _answer(
        text,
        [
            tuple(end * scale for end in ends)
            for ends in phrase.readings
            for scale in _share_scales(max(ends), phrase.percent, out_of)
        ],
        _share,
        ReadingQuestion.PERCENT,
    )
    is_sure = phrase.percent or max(phrase.readings[-1]) < 1
    if is_sure or isinstance(answer, Ambiguous | ReadError):
        return answer
    return Ambiguous(ReadingQuestion.PERCENT, (answer,))


def read_change(
    text: str, language: str
) -> Fraction | TypedRange[Fraction] | Ambiguous[Fraction] | ReadError:
    """A relative change from −1 to 10: «+10 %», «-3 п.п.», «20» (percent); «0,2» is asked about."""
    phrase = understand(text, language, CHANGES)
    if isinstance(phrase, PhraseRefusal):
        return ReadError(*phrase)
    changes = [
        tuple(end * scale for end in ends)
        for ends in phrase.readings
        for scale in _change_scales(max(map(abs, ends)), phrase.percent)
    ]
    return _answer(text, changes, _change, ReadingQuestion.PERCENT)


def _answer(
    text: str,
    readings: Iterable[Ends],
    check: Callable[[Fraction], T | PhraseReason],
    question: ReadingQuestion = ReadingQuestion.THOUSANDS,
) -> T | TypedRange[T] | Ambiguous[T] | ReadError:
    """Keep the readings that can be: none is an error, one is the answer, more are a question."""
    checked = [_ends(ends, check) for ends in readings]
    possible = tuple(dict.fromkeys(answer for answer in checked if not isinstance(answer, PhraseReason)))
    if len(possible) > 1:
        return Ambiguous(question, possible)
    if possible:
        return possible[0]
    return ReadError(next(answer for answer in checked if isinstance(answer, PhraseReason)), shorten(text))


def _ends(ends: Ends, check: Callable[[Fraction], T | PhraseReason]) -> T | TypedRange[T] | PhraseReason:
    low, high = check(ends[0]), check(ends[-1])
    if isinstance(low, PhraseReason):
        return low
    if isinstance(high, PhraseReason):
        return high
    if ends[0] > ends[-1]:
        return PhraseReason.BACKWARDS
    return low if low == high else TypedRange(low, high)


def _people(number: Fraction) -> int | PhraseReason:
    if number.denominator != 1:
        return PhraseReason.PART_OF_PERSON
    return int(number) if number <= MOST_PEOPLE else PhraseReason.TOO_MANY_PEOPLE


def _money(number: Fraction) -> Decimal | PhraseReason:
    kopecks = number * 100
    if kopecks.denominator != 1:
        return PhraseReason.PART_OF_KOPECK
    return Decimal(int(kopecks)) / 100 if number <= MOST_MONEY else PhraseReason.TOO_MUCH_MONEY


def _share(number: Fraction) -> Fraction | PhraseReason:
    return number if number <= 1 else PhraseReason.OVER_WHOLE


def _change(number: Fraction) -> Fraction | PhraseReason:
    return number if -1 <= number <= MOST_CHANGE else PhraseReason.TOO_BIG_CHANGE


_PERCENT: Final = Fraction(1, 100)
_AS_IT_IS: Final = Fraction(1)


def _share_scales(number: Fraction, is_percent: bool, out_of: int | None) -> Sequence[Fraction]:
    if is_percent:
        return (_PERCENT,)
    if number < 1:
        return (_AS_IT_IS,)
    of_people = (Fraction(1, out_of),) if out_of is not None and number <= out_of else ()
    whole = (_AS_IT_IS,) if number == 1 else ()
    return (*of_people, *whole, _PERCENT)


def _change_scales(number: Fraction, is_percent: bool) -> Sequence[Fraction]:
    return (_AS_IT_IS, _PERCENT) if 0 < number < 1 and not is_percent else (_PERCENT,)
