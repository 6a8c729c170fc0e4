"""Several uploads of one clinic as one set of visits, in which no day counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from datasets.coverage import branch_key
from datasets.packing import unpack_table
from metrics.days import BoolArray, IntArray
from metrics.visits import VisitField

if TYPE_CHECKING:
    import pandas as pd

_UNNAMED: Final = -1
"""The branch of every row of an upload that names no branches."""


@dataclass(frozen=True, slots=True)
class UploadRows:
    """The rows of one import, packed."""

    content: bytes


def merge(uploads: Sequence[UploadRows]) -> pd.DataFrame:
    """The visits of all uploads, oldest first, as `Visits.from_frame` takes them.

    An upload speaks for every day from its first row of a branch to its last: there, the rows older uploads
    have of that branch are dropped, also those it no longer has. Rows without a branch in an upload that
    names branches are a branch of their own.

    An upload that names no branches replaces the days of others that name none. Beside uploads with branches
    nobody can tell what it speaks for: the whole clinic, or one branch with a software of its own. No whole
    days are dropped then, but a patient's day that both hold counts once, as the later of them has it. So the
    clinic and its branches never add up twice, and a branch that only one of them knows is never lost.
    """
    import pandas as pd
    import pyarrow as pa

    if not uploads:
        return pd.DataFrame({"patient": np.zeros(0, np.int64), "date": np.zeros(0, "datetime64[s]")})
    tables = [unpack_table(upload.content) for upload in uploads]
    rows: pd.DataFrame = (
        pa.concat_tables(tables, promote_options="default")
        .unify_dictionaries()
        .to_pandas(date_as_object=False)
    )
    sizes = [table.num_rows for table in tables]
    upload = np.repeat(np.arange(len(uploads)), sizes)
    days = rows["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    branch = _branches(rows, np.repeat([VisitField.BRANCH in table.column_names for table in tables], sizes))
    kept = _of_latest_upload(branch, days, upload)
    visits = pd.DataFrame({"patient": rows["patient"], "day": days, "upload": upload})
    named = branch != _UNNAMED
    kept[named] &= ~_held_later(visits[named], visits[~named])
    kept[~named] &= ~_held_later(visits[~named], visits[named])
    return rows[kept].reset_index(drop=True)


def _branches(rows: pd.DataFrame, is_named: BoolArray) -> IntArray:
    """A code per row: the same for one branch however it is spelled."""
    if VisitField.BRANCH not in rows.columns:
        return np.full(len(rows), _UNNAMED)
    column = rows[VisitField.BRANCH].astype("category").cat
    keys = [branch_key(str(name)) for name in column.categories]
    codes = {key: code for code, key in enumerate(dict.fromkeys(["", *keys]))}
    of_category = np.array([*(codes[key] for key in keys), codes[""]])
    return np.where(is_named, of_category[column.codes.to_numpy()], _UNNAMED)


def _of_latest_upload(branch: IntArray, days: IntArray, upload: IntArray) -> BoolArray:
    """Which rows come from the last upload that speaks for their day of their branch."""
    import pandas as pd

    rows = pd.DataFrame({"branch": branch, "upload": upload, "day": days})
    latest: IntArray = np.zeros(len(rows), np.int64)
    for places in rows.groupby("branch", sort=False).indices.values():
        of_branch = rows.iloc[places]
        spans = of_branch.groupby("upload", sort=True)["day"].agg(["min", "max"])
        start = int(spans["min"].min())
        speaks = np.zeros(int(spans["max"].max()) - start + 1, np.int64)
        for number, first, last in spans.itertuples():
            speaks[first - start : last - start + 1] = number
        latest[places] = speaks[of_branch["day"].to_numpy() - start]
    newest: BoolArray = latest == upload
    return newest


def _held_later(visits: pd.DataFrame, others: pd.DataFrame) -> BoolArray:
    """Which visits a later upload among the others has too: the same patient on the same day."""
    if visits.empty or others.empty:
        return np.zeros(len(visits), np.bool_)
    latest = others.groupby(["patient", "day"], sort=False)["upload"].max().rename("later")
    found = visits.join(latest, on=["patient", "day"])
    held: BoolArray = (found["later"] > found["upload"]).to_numpy(dtype=np.bool_)
    return held
