"""Rows of visits as they are kept: Parquet with the columns the metrics need and no name of a patient."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from datasets.coverage import Coverage, branch_key
from metrics.days import IntArray, as_date
from metrics.visits import SERVICE, VisitField, by_patient_and_day

if TYPE_CHECKING:
    import pandas as pd

_VERSION = 2
"""Of the packed form: 1 had no number in it and no column of services."""
_VERSION_KEY = b"form"
_UNVERSIONED = b"1"
_ID_BYTES = 8
_BLOCK_BYTES = 64
_MOST_BRANCHES = 200


def pack(rows: pd.DataFrame, key: bytes) -> bytes:
    """Rows as `Visits.from_frame` takes them, packed for `unpack`; patients become keyed hashes.

    patient: HMAC-SHA256 of its text under `key`, cut to 64 bits: among a million patients two share one with
    a chance of 3 in 100 million. Rows are put in the order of the hashes, each patient's in order of time, so
    that their place says nothing either. A column of branches is kept if it `names_branches`.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    codes, texts = pd.factorize(rows["patient"])
    pseudonyms = _pseudonyms(np.asarray(texts, dtype=object).tolist(), key)
    days = rows["date"].to_numpy().astype("datetime64[D]")
    order = _by_patient_and_day(pseudonyms, codes, days.astype(np.int64))
    columns: dict[str, Any] = {
        "patient": pa.array(pseudonyms[codes[order]]),
        "date": pa.array(days[order]),
    }
    if "amount" in rows.columns:
        columns["amount"] = pa.array(rows["amount"].iloc[order], type=pa.int64(), from_pandas=True)
    for field in (*VisitField, SERVICE):
        if field in rows.columns and (field is not VisitField.BRANCH or names_branches(rows)):
            labels, names = pd.factorize(rows[field])
            places = pa.array(labels[order].astype(np.int32), mask=labels[order] < 0)
            columns[field] = pa.DictionaryArray.from_arrays(places, pa.array(np.asarray(names, dtype=object)))
    buffer = io.BytesIO()
    table = pa.table(columns).replace_schema_metadata({_VERSION_KEY: str(_VERSION)})
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def unpack(content: bytes) -> pd.DataFrame:
    """The rows `pack` packed, as `Visits.from_frame` takes them: patients are whole numbers now."""
    frame: pd.DataFrame = unpack_table(content).to_pandas(date_as_object=False)
    return frame


def unpack_table(content: bytes) -> Any:
    """The rows as the Arrow table that was packed. Raises ValueError for the form of a newer program."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content))
    version = int((table.schema.metadata or {}).get(_VERSION_KEY, _UNVERSIONED))
    if version > _VERSION:
        raise ValueError(f"rows packed in form {version}, this program reads up to {_VERSION}")
    return table.replace_schema_metadata(None)


def names_branches(rows: pd.DataFrame) -> bool:
    """Whether rows say which branch they belong to: a column with hundreds of names says something else."""
    return VisitField.BRANCH in rows.columns and 0 < rows[VisitField.BRANCH].nunique() <= _MOST_BRANCHES


def coverage_of(rows: pd.DataFrame) -> tuple[Coverage, ...]:
    """The days each branch of some rows has; nothing for no rows."""
    import pandas as pd

    if rows.empty:
        return ()
    if not names_branches(rows):
        return (_coverage(None, rows["date"]),)
    codes, names = pd.factorize(rows[VisitField.BRANCH])
    spelled = {branch_key(str(name)): str(name) for name in [*names[::-1], ""]}
    keys = np.array([*(branch_key(str(name)) for name in names), ""], dtype=object)[codes]
    return tuple(_coverage(spelled[str(key)], days) for key, days in rows["date"].groupby(keys))


def _coverage(branch: str | None, days: pd.Series[Any]) -> Coverage:
    numbers = days.to_numpy().astype("datetime64[D]").astype(np.int64)
    return Coverage(branch, as_date(int(numbers.min())), as_date(int(numbers.max())), int(numbers.size))


def _by_patient_and_day(pseudonyms: IntArray, codes: IntArray, days: IntArray) -> IntArray:
    """The order of the rows: by pseudonym, then by day."""
    rank = np.empty(pseudonyms.size, np.int64)
    rank[np.argsort(pseudonyms)] = np.arange(pseudonyms.size)
    return by_patient_and_day(rank[codes], days)


def _pseudonyms(texts: list[str], key: bytes) -> IntArray:
    made = _hasher(key)
    return np.frombuffer(b"".join(made(text.encode())[:_ID_BYTES] for text in texts), dtype=np.int64)


def _hasher(key: bytes) -> Callable[[bytes], bytes]:
    """HMAC-SHA256 by its definition: `hmac` prepares the key anew for every text, which takes longest.

    Raises ValueError for a key longer than a block of the hash, which would have to be hashed first.
    """
    if len(key) > _BLOCK_BYTES:
        raise ValueError(f"a key of patients has at most {_BLOCK_BYTES} bytes")
    padded = key.ljust(_BLOCK_BYTES, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))

    def digest(text: bytes) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(text)
        around.update(within.digest())
        return around.digest()

    return digest
