"""The packed form: what older programs packed stays readable, what newer ones pack is refused."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.merging import UploadRows, merge
from datasets.packing import pack, unpack, unpack_table
from metrics.visits import SERVICE, VisitField, Visits

UNVERSIONED = (Path(__file__).parent / "kept" / "unversioned.parquet").read_bytes()
"""Five rows as they were packed before the form had a number."""


def test_rows_packed_before_the_form_had_a_number_are_read() -> None:
    visits = Visits.from_frame(unpack(UNVERSIONED))
    assert (len(visits), len(visits.patients), visits.unpriced) == (5, 4, 1)
    assert (visits.first_day, visits.last_day) == (date(2026, 1, 12), date(2026, 2, 3))
    assert int(visits.amount.sum()) == 150_000 + 430_050 - 70_000 + 250_000
    assert set(visits.labels[VisitField.BRANCH].names) == {"Центр", "Север"}


def test_old_and_new_rows_merge() -> None:
    days = pd.to_datetime(["2026-03-01", "2026-03-02"]).astype("datetime64[s]")
    rows = pd.DataFrame(
        {"patient": ["x", "y"], "date": days, "amount": [100, 200], SERVICE: ["Осмотр", None]}
    )
    merged = merge([UploadRows(UNVERSIONED), UploadRows(pack(rows, bytes(32)))])
    assert len(merged) == 7
    assert int(Visits.from_frame(merged).amount.sum()) == 760_050 + 300


def test_services_are_kept() -> None:
    days = pd.to_datetime(["2026-03-01", "2026-03-02"]).astype("datetime64[s]")
    rows = pd.DataFrame({"patient": ["x", "x"], "date": days, SERVICE: ["Осмотр", None]})
    assert [
        *unpack(pack(rows, bytes(32)))[SERVICE].astype(object).where(lambda cell: cell.notna(), None)
    ] == [
        "Осмотр",
        None,
    ]


def test_rows_of_a_newer_program_are_refused() -> None:
    newer = pa.BufferOutputStream()
    pq.write_table(pa.table({"patient": [1]}).replace_schema_metadata({b"form": b"3"}), newer)
    with pytest.raises(ValueError, match="form 3"):
        unpack_table(newer.getvalue().to_pybytes())
