"""Results as plain types, for JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any


def to_plain(result: Any) -> Any:
    """A result in dicts, lists, text and numbers: exact fractions become the nearest float or whole number.

    Keys are the names of the result's fields. Raises TypeError for what no result holds.
    """
    if isinstance(result, Enum):
        return result.value
    if result is None or isinstance(result, bool | int | float | str):
        return result
    if isinstance(result, Fraction):
        return result.numerator if result.denominator == 1 else float(result)
    if is_dataclass(result):
        return {item.name: to_plain(getattr(result, item.name)) for item in fields(result)}
    if isinstance(result, tuple | list):
        return [to_plain(part) for part in result]
    if isinstance(result, Mapping):
        return {str(to_plain(key)): to_plain(value) for key, value in result.items()}
    raise TypeError(f"no plain form of {type(result).__name__}")
