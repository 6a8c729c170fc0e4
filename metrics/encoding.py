"""Frozen results to JSON and back, unchanged: dataclasses, enums, dates, fractions, tuples, plain values."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Result = TypeVar("Result")


def to_json(result: object) -> str:
    """JSON of a frozen result. Raises ValueError on a NaN or an infinity: they are never a result."""
    return json.dumps(_plain(result), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(kind: type[Result], text: str) -> Result:
    """The result of this kind that `to_json` wrote. Raises ValueError or KeyError on anything else."""
    return cast("Result", _restored(kind, json.loads(text)))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def _restored(kind: Any, plain: Any) -> Any:
    if plain is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _restored_union(get_args(kind), plain)
    if origin is tuple:
        return _restored_tuple(get_args(kind), plain)
    if not isinstance(kind, type):
        return plain
    if is_dataclass(kind):
        return kind(**{name: _restored(hint, plain[name]) for name, hint in _hints(kind).items()})
    if issubclass(kind, date):
        return date.fromisoformat(plain)
    return kind(plain) if issubclass(kind, Enum | Fraction) else plain


def _restored_union(kinds: tuple[Any, ...], plain: Any) -> Any:
    """A union here is an optional kind or a choice of plain numbers, which need no restoring."""
    some = [kind for kind in kinds if kind is not NoneType]
    return _restored(some[0], plain) if len(some) == 1 else plain


def _restored_tuple(kinds: tuple[Any, ...], plain: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_restored(kinds[0], item) for item in plain)
    return tuple(_restored(kind, item) for kind, item in zip(kinds, plain, strict=True))


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
