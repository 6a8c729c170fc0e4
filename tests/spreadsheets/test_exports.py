"""Exports as clinics' software writes them: each is read as MANIFEST.csv says, asked about, or refused."""

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.spreadsheets.standing import Standing, Truth, standing

FOLDER = os.environ.get("CLINIC_EXPORTS")
RIGHT_AT_ONCE = 28
"""Of the folder's 41 files; so many at least need no question."""

pytestmark = pytest.mark.skipif(FOLDER is None, reason="CLINIC_EXPORTS names no folder of exports")


def manifest() -> Iterator[tuple[str, Truth | None]]:
    if FOLDER is None:
        return
    with (Path(FOLDER) / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line["file"], _truth(line)


def _truth(line: dict[str, str]) -> Truth | None:
    if not line["visits"]:
        return None
    days = [date.fromisoformat(line[name]) if line[name] else None for name in ("first_day", "last_day")]
    return Truth(int(line["visits"]), int(line["patients"]), int(line["turnover"]), *days)


def test_no_export_is_silently_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    found = {}
    for name, truth in manifest():
        found[name] = standing((Path(FOLDER or "") / name).read_bytes(), truth)
    with capsys.disabled():
        lines = (f"{where:26} {name:34} {said}" for name, (where, said) in sorted(found.items()))
        sys.stdout.write("\n".join(("", *lines, "")))
    counted = Counter(where for where, _ in found.values())
    assert counted[Standing.WRONG] == 0
    assert counted[Standing.LOST] == 0
    assert [name for name, (where, _) in found.items() if where is Standing.REFUSED] == [
        "only_separators.csv"
    ]
    assert counted[Standing.RIGHT] >= RIGHT_AT_ONCE
