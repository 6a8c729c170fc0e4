"""Kept visits as text tables: every row, no patient, nothing a table program would run."""

from csv import DictReader
from io import BytesIO
from zipfile import ZipFile

import pandas as pd

from datasets.merging import UploadRows
from datasets.packing import pack
from workbooks.visits import write_visits

KEY = b"k" * 32


def packed(**columns: list[object]) -> UploadRows:
    rows = pd.DataFrame(columns)
    rows["date"] = pd.to_datetime(rows["date"], format="%Y-%m-%d")
    return UploadRows(pack(rows, KEY))


def tables(archive: bytes) -> dict[str, list[dict[str, str]]]:
    with ZipFile(BytesIO(archive)) as opened:
        return {
            name: list(DictReader(opened.read(name).decode("utf-8-sig").splitlines()))
            for name in opened.namelist()
        }


def test_each_upload_is_a_table_and_a_patient_the_same_in_all() -> None:
    first = packed(patient=["Анна", "Борис"], date=["2026-05-01", "2026-05-02"], amount=[10050, None])
    second = packed(patient=["Анна"], date=["2026-06-01"], amount=[-500])
    written = tables(write_visits([first, second]))
    assert list(written) == ["visits-1.csv", "visits-2.csv"]
    told = {row["date"]: (row["patient"], row["amount"]) for table in written.values() for row in table}
    anna, boris = told["2026-05-01"][0], told["2026-05-02"][0]
    assert anna != boris
    assert all(len(pseudonym) == 16 and int(pseudonym, 16) >= 0 for pseudonym in (anna, boris))
    assert told == {
        "2026-05-01": (anna, "100.50"),
        "2026-05-02": (boris, ""),
        "2026-06-01": (anna, "-5.00"),
    }


def test_no_text_is_taken_for_a_formula() -> None:
    doctors = ["=1+1", "+7 916", "-5", "@x", "Иванов = Иванов", None]
    days = [f"2026-05-0{day}" for day in range(1, 7)]
    rows = packed(patient=list("abcdef"), date=list(days), doctor=list(doctors))
    (table,) = tables(write_visits([rows])).values()
    assert {row["date"]: row["doctor"] for row in table} == dict(
        zip(days, ["'=1+1", "'+7 916", "'-5", "'@x", "Иванов = Иванов", ""], strict=True)
    )
