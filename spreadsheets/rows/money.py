"""Which columns of money are the turnover: by the role of each, checked row by row against the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from metrics.days import BoolArray, IntArray
from spreadsheets.figure_words import scale_of
from spreadsheets.location import Table
from spreadsheets.mapping import Map
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import Money, read_money

if TYPE_CHECKING:
    import pandas as pd

MATTERS: Final = 0.01
"""Only what changes a figure by more than this share is asked about."""
_ALIKE: Final = 0.9
"""So many rows have to obey a rule for it to be one."""
_PERCENTS: Final = 10_000
"""Kopecks of a hundred: no discount in percents is larger."""
_LOOKED_AT: Final = 50_000
_KOPECK_OFF: Final = 2


class Recipe(StrEnum):
    """How a sum is made of columns."""

    PAID = "paid"
    PARTS = "parts"
    NET = "net"
    DISCOUNTED = "discounted"
    CHARGED = "charged"
    LINES = "lines"
    PRICE = "price"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SumSource:
    """One way to the turnover: the recipe, the columns by letter, and what it adds up to in kopecks.

    key: the columns with the signs between them, «E», «E+F», «D*E», «C-D»: what an answer is kept as.
    """

    recipe: Recipe
    key: str
    headers: tuple[str, ...]
    kopecks: int


@dataclass(frozen=True, slots=True, eq=False)
class Turnover:
    """The sums of the rows and how they were chosen. sources: all ways, the taken one first; unclear: ask."""

    money: Money | None
    sources: tuple[SumSource, ...]
    columns: tuple[int, ...]
    unclear: bool
    refunds: IntArray | None

    @property
    def taken(self) -> SumSource | None:
        """The way that was taken; None for a table without sums."""
        return self.sources[0] if self.sources else None


class SumReader:
    """Reads the columns of money of a table, each once."""

    def __init__(self, table: Table, mapping: Map) -> None:
        self._table = table
        self._mapping = mapping
        self._read: dict[int, Money] = {}

    def of(self, index: int) -> Money:
        """The sums of a column, in kopecks whatever unit its header says."""
        if index not in self._read:
            header = self._table.headers[index]
            self._read[index] = read_money(self._table.column(index)).times(scale_of(header) or 1)
        return self._read[index]

    def quantity(self, index: int) -> IntArray:
        """Hundredths of a quantity; one where none is known."""
        read = read_money(self._table.column(index))
        return np.where(read.known, read.kopecks, 100)

    def service(self) -> pd.Series[str] | None:
        """The column that says what was done."""
        index = self._mapping.labels.get(ColumnField.SERVICE)
        return None if index is None else self._table.column(index)


def choose(reader: SumReader, mapping: Map, rows: BoolArray, given: str | None) -> Turnover:
    """Choose among the ways to the turnover by the rows that count; given: the key a person chose."""
    ways = dict(_ways(reader, mapping, rows))
    refunds = _refunds(reader, mapping)
    if not ways:
        return Turnover(None, (), (), unclear=False, refunds=refunds)
    sources = {key: way.source(mapping, rows) for key, way in ways.items()}
    order = list(ways)
    if given in ways:
        order.remove(given)
        order.insert(0, given)
        unclear = False
    else:
        unclear = _is_unclear([(ways[key], sources[key]) for key in order], rows)
    first = ways[order[0]]
    return Turnover(first.money, tuple(sources[key] for key in order), first.columns, unclear, refunds)


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    recipe: Recipe
    key: str
    columns: tuple[int, ...]
    money: Money
    doubt: bool = False

    def source(self, mapping: Map, rows: BoolArray) -> SumSource:
        headers = tuple(mapping.columns[index].header for index in self.columns)
        return SumSource(self.recipe, self.key, headers, int(self.money.kopecks[rows].sum()))


def _ways(reader: SumReader, mapping: Map, rows: BoolArray) -> Iterator[tuple[str, _Way]]:
    """All ways to the turnover, best first: what was paid before what was charged, sums before prices."""
    found: dict[str, _Way] = {}
    for way in (
        *_paid(reader, mapping, rows),
        *_after_discount(reader, mapping, rows),
        *_charged(reader, mapping, rows),
        *_lines(reader, mapping),
        *_unknown(reader, mapping),
    ):
        found.setdefault(way.key, way)
    yield from found.items()


def _single(reader: SumReader, mapping: Map, recipe: Recipe, index: int, *, doubt: bool = False) -> _Way:
    return _Way(recipe, mapping.columns[index].letter, (index,), reader.of(index), doubt)


def _paid(reader: SumReader, mapping: Map, rows: BoolArray) -> Iterator[_Way]:
    """What was paid in all, unless it is one of the parts or less than their sum; then all parts."""
    paid, parts = mapping.sums(ColumnField.PAID), mapping.sums(ColumnField.PART)
    singles = [_single(reader, mapping, Recipe.PAID, index) for index in paid]
    if not parts:
        yield from singles
        return
    added = _added(reader, mapping, parts)
    charged = [reader.of(index) for index in mapping.sums(ColumnField.CHARGED)]
    with_paid = [_added(reader, mapping, (*paid, *parts))] if len(paid) == 1 else []
    fits = [way for way in with_paid if any(_agree(way.money, each, rows) for each in charged)]
    if fits and not _agree(singles[0].money, added.money, rows):
        yield from fits
    is_total = any(_agree(way.money, added.money, rows) for way in singles)
    yield from (*singles, added) if is_total or singles else (added,)


def _added(reader: SumReader, mapping: Map, columns: Sequence[int]) -> _Way:
    read = [reader.of(index) for index in columns]
    known = np.logical_or.reduce([money.known for money in read])
    unreadable = np.logical_or.reduce([money.unreadable for money in read])
    key = "+".join(mapping.columns[index].letter for index in columns)
    kopecks = np.sum([money.kopecks for money in read], axis=0)
    recipe = Recipe.PARTS if len(columns) > 1 else Recipe.PAID
    return _Way(recipe, key, tuple(columns), Money(kopecks, known, unreadable & ~known, _named(read)))


def _named(read: Sequence[Money]) -> dict[str, BoolArray]:
    named: dict[str, BoolArray] = {}
    for money in read:
        for currency, here in money.currencies.items():
            named[currency] = named[currency] | here if currency in named else here
    return named


def _after_discount(reader: SumReader, mapping: Map, rows: BoolArray) -> Iterator[_Way]:
    yield from (
        _single(reader, mapping, Recipe.DISCOUNTED, index) for index in mapping.sums(ColumnField.DISCOUNTED)
    )
    charged, discounts = mapping.sums(ColumnField.CHARGED), mapping.sums(ColumnField.DISCOUNT)
    if len(charged) == 1 and len(discounts) == 1 and not mapping.sums(ColumnField.DISCOUNTED):
        net = _net(reader, mapping, charged[0], discounts[0])
        if (net.money.kopecks != reader.of(charged[0]).kopecks)[rows].any():
            yield net


def _net(reader: SumReader, mapping: Map, charged: int, discount: int) -> _Way:
    sums, off = reader.of(charged), reader.of(discount)
    key = f"{mapping.columns[charged].letter}-{mapping.columns[discount].letter}"
    away = np.abs(off.kopecks)
    if _is_percent(mapping.columns[discount].header, reader, discount, sums):
        away = sums.kopecks * away // _PERCENTS
    return _Way(
        Recipe.NET,
        key,
        (charged, discount),
        Money(sums.kopecks - away, sums.known, sums.unreadable, sums.currencies),
        doubt=True,
    )


def _is_percent(header: str, reader: SumReader, index: int, sums: Money) -> bool:
    off = reader.of(index)
    if "%" in header or "процент" in header.lower() or "percent" in header.lower():
        return True
    return bool(off.known.any()) and int(np.abs(off.kopecks).max()) <= _PERCENTS < int(
        np.median(sums.kopecks) or 0
    )


def _charged(reader: SumReader, mapping: Map, rows: BoolArray) -> Iterator[_Way]:
    """What was charged; beside a quantity it may be the price of one, which the rows or a person tell."""
    quantities = mapping.sums(ColumnField.QUANTITY)
    for index in mapping.sums(ColumnField.CHARGED):
        single = _single(reader, mapping, Recipe.CHARGED, index)
        if len(quantities) == 1 and not mapping.sums(ColumnField.PRICE):
            many = _multiplied(reader, mapping, index, quantities[0])
            is_price = _is_price(reader, index, quantities[0], rows)
            differs = _differ(single.money, many.money, rows)
            if is_price is None and differs:
                yield from (
                    _Way(single.recipe, single.key, single.columns, single.money, doubt=True),
                    _Way(many.recipe, many.key, many.columns, many.money, doubt=True),
                )
                continue
            if is_price:
                yield many
                continue
        yield single


def _lines(reader: SumReader, mapping: Map) -> Iterator[_Way]:
    """Price times quantity, less the discount; a price alone where nothing says how many."""
    prices, quantities = mapping.sums(ColumnField.PRICE), mapping.sums(ColumnField.QUANTITY)
    for price in prices:
        if len(quantities) == 1:
            yield _multiplied(reader, mapping, price, quantities[0])
        else:
            yield _single(reader, mapping, Recipe.PRICE, price)


def _multiplied(reader: SumReader, mapping: Map, price: int, quantity: int) -> _Way:
    sums = reader.of(price)
    kopecks = sums.kopecks * reader.quantity(quantity) // 100
    key = f"{mapping.columns[price].letter}*{mapping.columns[quantity].letter}"
    return _Way(
        Recipe.LINES, key, (price, quantity), Money(kopecks, sums.known, sums.unreadable, sums.currencies)
    )


def _unknown(reader: SumReader, mapping: Map) -> Iterator[_Way]:
    yield from (_single(reader, mapping, Recipe.UNKNOWN, index, doubt=True) for index in mapping.unknown_sums)


def _refunds(reader: SumReader, mapping: Map) -> IntArray | None:
    columns = mapping.sums(ColumnField.REFUND)
    if not columns:
        return None
    total: IntArray = np.sum([np.abs(reader.of(index).kopecks) for index in columns], axis=0)
    return total


def _is_unclear(ways: Sequence[tuple[_Way, SumSource]], rows: BoolArray) -> bool:
    """Whether the best way has a rival of its own rank, or is a guess."""
    first, _ = ways[0]
    if first.recipe is Recipe.UNKNOWN:
        return True
    rivals = [way for way, _ in ways[1:] if _RIVALS.get(way.recipe) == _RIVALS.get(first.recipe) or way.doubt]
    if first.recipe in (Recipe.PAID, Recipe.PARTS):
        rivals = [way for way in rivals if way.recipe in (Recipe.PAID, Recipe.PARTS)]
    return any(_differ(first.money, way.money, rows) for way in rivals if way.recipe is not Recipe.UNKNOWN)


_RIVALS: Final[Mapping[Recipe, int]] = {
    Recipe.PAID: 0,
    Recipe.PARTS: 0,
    Recipe.DISCOUNTED: 1,
    Recipe.NET: 1,
    Recipe.CHARGED: 1,
    Recipe.LINES: 2,
    Recipe.PRICE: 2,
}
"""Recipes that may stand for one another where none says what was paid."""


def _agree(one: Money, other: Money, rows: BoolArray) -> bool:
    """Whether two columns say the same, row by row."""
    both = rows & one.known & other.known
    if not both.any():
        return False
    return float((np.abs(one.kopecks - other.kopecks)[both] <= _KOPECK_OFF).mean()) >= _ALIKE


def _differ(one: Money, other: Money, rows: BoolArray) -> bool:
    """Whether two columns add up to turnovers more than a hundredth apart."""
    first, second = int(one.kopecks[rows].sum()), int(other.kopecks[rows].sum())
    return abs(first - second) > MATTERS * max(abs(first), abs(second))


def _is_price(reader: SumReader, amount: int, quantity: int, rows: BoolArray) -> bool | None:
    """Whether a sum is the price of one, by one service in different quantities; None if none says so."""
    import pandas as pd

    service = reader.service()
    if service is None:
        return None
    chosen = np.flatnonzero(rows & reader.of(amount).known)[:_LOOKED_AT]
    table = pd.DataFrame(
        {
            "service": service.iloc[chosen].to_numpy(),
            "sum": reader.of(amount).kopecks[chosen],
            "many": reader.quantity(quantity)[chosen],
        }
    ).dropna()
    sums = table.groupby(["service", "many"], sort=True)["sum"].median().reset_index()
    per_service = sums.groupby("service", sort=False).agg(
        kinds=("many", "nunique"), low=("sum", "min"), high=("sum", "max")
    )
    varied = per_service[per_service["kinds"] > 1]
    if varied.empty:
        return None
    flat = (varied["high"] <= varied["low"] * (1 + MATTERS)).mean()
    if flat >= _ALIKE:
        return True
    return False if flat <= 1 - _ALIKE else None
