"""The workbook of a report, read back: numbers are numbers, totals are formulas, nothing typed is one."""

import io
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from reports.model import Chart, ReportTable
from reports.workbook import workbook
from tests.reports.clinics import CLINICS, report

every_clinic = pytest.mark.parametrize("clinic", CLINICS)


@cache
def book(clinic: str, *, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(workbook(report(clinic))), data_only=values)


def cells(clinic: str, *, values: bool = False) -> dict[tuple[str, str], object]:
    made = book(clinic, values=values)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in made.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@every_clinic
def test_every_table_of_the_report_is_there_in_numbers(clinic: str) -> None:
    found = list(cells(clinic, values=True).values())
    for section in report(clinic).sections[1:]:
        for block in section.blocks:
            if isinstance(block, ReportTable):
                for row in (*block.rows, *((block.total,) if block.total else ())):
                    for cell, column in zip(row, block.columns, strict=True):
                        if cell.number is not None and column.form is not None and not column.drawn:
                            assert any(
                                isinstance(value, int | float) and abs(value - float(cell.number)) < 1e-9
                                for value in found
                            ), cell


@every_clinic
def test_only_sums_are_formulas_and_they_hold_their_result(clinic: str) -> None:
    results = cells(clinic, values=True)
    for place, value in cells(clinic).items():
        if isinstance(value, str) and value.startswith("=") and "SUM(" in value:
            assert isinstance(results[place], int | float)
            assert value.startswith("=IF(COUNT(")


def test_the_movement_of_the_base_adds_up_by_its_own_formulas() -> None:
    name = "Движение базы"
    formulas = [
        value for (sheet, _), value in cells("falling").items() if sheet == name and "SUM(" in str(value)
    ]
    assert len(formulas) == 3


@every_clinic
def test_nothing_typed_is_a_formula(clinic: str) -> None:
    made = book(clinic)
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith("=IF(COUNT(")
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.data_type == "f" or cell.quotePrefix


@every_clinic
def test_every_chart_is_native_with_its_axis_from_zero(clinic: str) -> None:
    expected = sum(
        isinstance(block, Chart) or (isinstance(block, ReportTable) and block.native is not None)
        for section in report(clinic).sections[1:]
        for block in section.blocks
    )
    sheets: list[Any] = list(book(clinic).worksheets)
    charts = [chart for sheet in sheets for chart in sheet._charts]
    assert len(charts) == expected
    for chart in charts:
        assert chart.y_axis.scaling.min == 0 or _goes_below_zero(chart)


def _goes_below_zero(chart: Any) -> bool:
    """A bridge shows what is taken away: only its axis is not pinned to zero."""
    return bool(chart.y_axis.scaling.min is None and chart.tagname == "barChart")


def test_definitions_are_on_the_last_sheet() -> None:
    made = book("usual")
    last = made.worksheets[-1]
    texts = [cell.value for row in last.iter_rows() for cell in row if cell.value]
    assert last.title == "Как посчитано"
    assert "Определения" in texts
    assert "Чего мы не знаем" in texts


@every_clinic
def test_sheets_are_named_as_excel_allows(clinic: str) -> None:
    names = book(clinic).sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
