"""Formulas of a workbook that nobody has computed: written by a program, never opened in Excel."""

import re
from collections import Counter
from typing import Final
from zipfile import ZipFile

_FIRST_BYTES: Final = 1_000_000
"""As much of a sheet as is looked at: some thousand rows, and a column is made of formulas from its first."""
_SHEET: Final = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\b\w+:id="([^"]+)"')
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ID: Final = re.compile(rb'\bId="([^"]+)"')
_TARGET: Final = re.compile(rb'\bTarget="([^"]+)"')
_CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})\d+"[^>/]*>(.*?)</(?:\w+:)?c>', re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>[^<]")


def uncomputed_cells(archive: ZipFile, sheet: int) -> Counter[str]:
    """How many formulas without a value each column of a sheet, counted from 0, has in its first rows."""
    path = _path(archive, sheet)
    if path not in archive.namelist():
        return Counter()
    with archive.open(path) as part:
        cells = _CELL.findall(part.read(_FIRST_BYTES))
    return Counter(
        column.decode() for column, cell in cells if _FORMULA.search(cell) and not _VALUE.search(cell)
    )


def _path(archive: ZipFile, sheet: int) -> str:
    """Where a sheet's cells are in the archive; empty if the archive does not say."""
    ids = _SHEET.findall(archive.read("xl/workbook.xml"))
    relations = {
        found[1]: target[1].decode()
        for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
        if (found := _ID.search(relation)) and (target := _TARGET.search(relation))
    }
    place = relations.get(ids[sheet], "") if sheet < len(ids) else ""
    return place.lstrip("/") if place.startswith("/") else f"xl/{place}"
