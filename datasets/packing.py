"""Rows of visits as they are kept: Parquet with the columns the metrics need and no name of a patient."""

from __future__ import annotations

import hmac
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from datasets.coverage import Coverage
from metrics.days import IntArray, as_date
from metrics.visits import Field

if TYPE_CHECKING:
    import pandas as pd

_ID_BYTES = 8


def pack(rows: pd.DataFrame, key: bytes) -> bytes:
    """Rows as `Visits.from_frame` takes them, packed for `unpack`; patients become keyed hashes.

    patient: HMAC-SHA256 of its text under `key`, cut to 64 bits: among a million patients two share one with
    a chance of 3 in 100 million. Rows are put in the order of the hashes, each patient's in order of time, so
    that their place says nothing either.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    codes, texts = pd.factorize(rows["patient"])
    patients = _pseudonyms([str(text) for text in texts], key)[codes]
    days = rows["date"].to_numpy().astype("datetime64[D]")
    order = np.lexsort((days, patients))
    columns: dict[str, Any] = {"patient": pa.array(patients[order]), "date": pa.array(days[order])}
    if "amount" in rows.columns:
        columns["amount"] = pa.array(rows["amount"].iloc[order], type=pa.int64(), from_pandas=True)
    for field in Field:
        if field in rows.columns:
            columns[field] = pa.array(rows[field].iloc[order], type=pa.string()).dictionary_encode()
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    return buffer.getvalue()


def unpack(content: bytes) -> pd.DataFrame:
    """The rows `pack` packed, as `Visits.from_frame` takes them: patients are whole numbers now."""
    frame: pd.DataFrame = unpack_table(content).to_pandas(date_as_object=False)
    return frame


def unpack_table(content: bytes) -> Any:
    """The rows as the Arrow table that was packed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(content))


def coverage_of(rows: pd.DataFrame) -> tuple[Coverage, ...]:
    """The days each branch of some rows has; nothing for no rows."""
    if rows.empty:
        return ()
    if Field.BRANCH not in rows.columns or rows[Field.BRANCH].isna().all():
        return (_coverage(None, rows["date"]),)
    branches = rows[Field.BRANCH].astype("str").fillna("")
    found = rows["date"].groupby(branches, sort=True)
    return tuple(_coverage(str(branch), days) for branch, days in found)


def _coverage(branch: str | None, days: pd.Series[Any]) -> Coverage:
    numbers = days.to_numpy().astype("datetime64[D]").astype(np.int64)
    return Coverage(branch, as_date(int(numbers.min())), as_date(int(numbers.max())), int(numbers.size))


def _pseudonyms(texts: list[str], key: bytes) -> IntArray:
    digests = b"".join(hmac.digest(key, text.encode(), "sha256")[:_ID_BYTES] for text in texts)
    return np.frombuffer(digests, dtype=np.int64)
