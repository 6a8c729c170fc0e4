"""The kept visits of a clinic as text tables, for its owner to take away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datasets.merging import UploadRows
from datasets.packing import unpack
from metrics.money import KOPECKS

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = r"^(?=[=+\-@\t\r])"
"""What a table program would take for a formula."""


def write_visits(uploads: Sequence[UploadRows]) -> bytes:
    """A zip with a CSV for each upload, `visits-1.csv` the oldest: a row per row that was kept.

    patient: the pseudonym, 16 hexadecimal digits, the same in every upload of the clinic; date: YYYY-MM-DD;
    amount: with two decimals, empty if it was not told; then what else the upload has. A text that begins
    like a formula gets an apostrophe in front.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, upload in enumerate(uploads, start=1):
            table = _table(unpack(upload.content)).to_csv(index=False, lineterminator="\r\n")
            archive.writestr(f"visits-{number}.csv", table.encode("utf-8-sig"))
    return buffer.getvalue()


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.astype({name: object for name in rows.columns if name not in ("patient", "date", "amount")})
    table["patient"] = [f"{pseudonym & (2**64 - 1):016x}" for pseudonym in rows["patient"].tolist()]
    table["date"] = rows["date"].dt.strftime("%Y-%m-%d")
    if "amount" in rows.columns:
        told = rows["amount"].notna()
        table["amount"] = ""
        table.loc[told, "amount"] = [
            f"{amount / KOPECKS:.2f}" for amount in rows.loc[told, "amount"].tolist()
        ]
    for name in table.columns.difference(["patient", "date", "amount"]):
        texts = table[name].where(table[name].notna(), "").astype(str)
        table[name] = texts.str.replace(_FORMULA, "'", regex=True)
    return table
