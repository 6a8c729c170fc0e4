"""The one codec: frozen results to JSON and plain types and back, unchanged.

Dataclasses, enums, days, tuples, mappings and plain values are msgspec's. Exact fractions are written as text
("1/3"), so that they stay exact.
"""

import json
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

Result = TypeVar("Result")


def to_plain(result: object) -> Any:
    """A result in dicts, lists, tuples, text and numbers. Raises TypeError for what no result holds."""
    return msgspec.to_builtins(result, str_keys=True, enc_hook=_text_of)


def from_plain(kind: type[Result], plain: object) -> Result:
    """The result of this kind that `to_plain` took apart. Raises ValueError on anything else."""
    return msgspec.convert(plain, kind, str_keys=True, dec_hook=_read)


def to_json(result: object) -> str:
    """JSON of a frozen result. Raises ValueError on a NaN or an infinity: they are never a result."""
    # msgspec's own encoder writes a NaN as null, which would come back as «not known».
    return json.dumps(to_plain(result), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(kind: type[Result], text: str | bytes) -> Result:
    """The result of this kind that `to_json` wrote. Raises ValueError on anything else."""
    return msgspec.json.decode(text, type=kind, dec_hook=_read)


def to_numbers(result: object) -> Any:
    """A result in plain types to be read by others: fractions become whole numbers or the nearest float."""
    return msgspec.to_builtins(result, str_keys=True, enc_hook=_number_of)


def _text_of(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"no plain form of {type(value).__name__}")


def _number_of(value: Any) -> int | float:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    raise TypeError(f"no plain form of {type(value).__name__}")


def _read(kind: type[Any], plain: Any) -> Any:
    if kind is Fraction and isinstance(plain, str):
        return _fraction(plain)
    raise TypeError(f"no {kind.__name__} is written as {type(plain).__name__}")


@lru_cache(maxsize=4096)
def _fraction(text: str) -> Fraction:
    # The same few answers are read again with every update of a questionnaire.
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"no number: {text}") from None
