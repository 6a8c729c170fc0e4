"""What was typed into our template: yearly figures and channels, by the names of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from locales.texts import LANGUAGES
from metrics.channels import PRESETS, ChannelKind
from metrics.estimate import Estimate
from metrics.funnel import Figure
from spreadsheets.figure_cells import (
    FIGURES,
    ChannelFound,
    FigureFound,
    FiguresFound,
    FiguresRead,
    Unreadable,
    number_of,
    read_figure,
)
from spreadsheets.grid import Range, Sheet
from spreadsheets.parsing import CellProblem, WantedCell
from spreadsheets.speaking import speaker
from spreadsheets.template_names import CHANNELS, MARK, VISITS, YEAR, name_of

_LONGEST_QUOTE: Final = 40
_LONGEST_NAME: Final = 60


def is_template(sheets: Sequence[Sheet]) -> bool:
    """Whether a file is our template, filled in or not."""
    return any(
        sheet.text(place.first_row, place.first_column) is not None
        for sheet in sheets
        for place in [sheet.named.get(MARK)]
        if place is not None
    )


def visits_sheet(sheets: Sequence[Sheet]) -> Sheet | None:
    """The sheet of a template with visits; None if none were filled in."""
    for sheet in sheets:
        place = sheet.named.get(VISITS)
        if place and sheet.cells.iloc[place.first_row :].notna().to_numpy().any():
            return sheet
    return None


def read_template(sheets: Sequence[Sheet]) -> FiguresRead:
    """The figures and channels typed into a template, and the cells that could not be read."""
    typed = _Typed()
    for sheet in sheets:
        typed.read(sheet)
    found = FiguresFound(
        is_template=True,
        year=typed.year,
        years=() if typed.year is None else (typed.year,),
        figures=tuple(typed.figures),
        channels=tuple(typed.channels),
        ignored=(),
    )
    return FiguresRead(found, tuple(typed.problems))


class _Typed:
    """What the sheets of one template hold."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.figures: list[FigureFound] = []
        self.channels: list[ChannelFound] = []
        self.problems: list[CellProblem] = []

    def read(self, sheet: Sheet) -> None:
        """Take in the named cells of a sheet."""
        if place := sheet.named.get(YEAR):
            year = self._number(sheet, place.first_row, place.first_column, Figure.PATIENTS)
            self.year = None if year is None else int(year.value)
        for figure in FIGURES:
            if place := sheet.named.get(name_of(figure)):
                self._figure(sheet, figure, place)
        if place := sheet.named.get(CHANNELS):
            last = min(place.last_row, sheet.cells.shape[0] - 1)
            for row in range(place.first_row, last + 1):
                self.channels += self._channel(sheet, row, place)

    def _figure(self, sheet: Sheet, figure: Figure, place: Range) -> None:
        row, column = place.first_row, place.first_column
        value = self._number(sheet, row, column, figure)
        if value is not None:
            label = sheet.text(row, column - 1) or ""
            cell = sheet.address(row, column - sheet.first_column)
            self.figures.append(FigureFound(figure, value, sheet.name, cell, label, 1.0))

    def _number(self, sheet: Sheet, row: int, column: int, figure: Figure) -> Estimate | None:
        """The number in a cell; None if it is empty or says none, which is then a problem."""
        text = sheet.text(row, column)
        if text is None:
            return None
        # Excel keeps 30 % as 0.3, so a bare number is a share; who types into a cell without that format
        # means percents by 30.
        percents = abs(number_of(text) or Fraction(0)) > _most_of(figure)
        read = read_figure(text, figure, label=sheet.name, percents=percents)
        if isinstance(read, Unreadable):
            self._trouble(sheet, row, column, WantedCell.NUMBER, read.fix)
            return None
        return read

    def _trouble(self, sheet: Sheet, row: int, column: int, wanted: WantedCell, fix: str | None) -> None:
        got = (sheet.text(row, column) or "")[:_LONGEST_QUOTE]
        cell = sheet.address(row, column - sheet.first_column)
        self.problems.append(CellProblem(sheet.name, cell, got, wanted, fix))

    def _channel(self, sheet: Sheet, row: int, place: Range) -> Iterator[ChannelFound]:
        """The channel of a row: named by the owner, or one of ours with a number beside it."""
        name, kind, patients, lead, budget = range(place.first_column, place.first_column + 5)
        called = sheet.text(row, name)
        typed = [sheet.text(row, column) for column in (patients, lead, budget)]
        if called is None or (called in _preset_names() and not any(typed)):
            return
        new = self._number(sheet, row, patients, Figure.NEW_PATIENTS)
        per_lead = self._number(sheet, row, lead, Figure.TURNOVER)
        a_year = self._number(sheet, row, budget, Figure.TURNOVER)
        yield ChannelFound(
            name=" ".join(called.split())[:_LONGEST_NAME],
            kind=self._kind(sheet, row, kind),
            new_patients=0 if new is None else round(new.value),
            cost_per_lead=None if per_lead is None else per_lead.value,
            budget=None if a_year is None else a_year.value,
        )

    def _kind(self, sheet: Sheet, row: int, column: int) -> ChannelKind:
        """The kind chosen; of one of our channels its own where none is; else a marketing one."""
        said = (sheet.text(row, column) or "").casefold()
        if said in _kinds():
            return _kinds()[said]
        if said:
            self._trouble(sheet, row, column, WantedCell.KIND, None)
        return _preset_names().get(sheet.text(row, column - 1) or "", ChannelKind.MARKETING)


def _most_of(figure: Figure) -> int:
    """The largest share a figure can be: the whole for a conversion, ten times more for growth."""
    return 10 if figure is Figure.GROWTH else 1


@cache
def _kinds() -> dict[str, ChannelKind]:
    """The kinds of channels by what they are called in any language."""
    return {
        speaker(language).plain(f"channel-kind-{kind}").casefold(): kind
        for language in LANGUAGES
        for kind in ChannelKind
    }


@cache
def _preset_names() -> dict[str, ChannelKind]:
    """The kinds of our channels by their names in any language."""
    return {
        speaker(language).plain(f"channel-preset-{preset}"): kind
        for language in LANGUAGES
        for preset, kind in PRESETS.items()
    }
