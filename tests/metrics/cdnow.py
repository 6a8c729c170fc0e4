"""The CDNOW sample: 2 357 customers of a record shop, the usual yardstick of behaviour models.

Read from the package `lifetimes` without importing it: it is archived and its data module no longer loads.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from metrics.behaviour import Purchases
from metrics.days import FloatArray


def _folder() -> Path:
    spec = find_spec("lifetimes")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "datasets"


@cache
def customers() -> Purchases:
    """Repeat purchases, recency and age in weeks over 39 weeks."""
    table = pd.read_csv(_folder() / "cdnow_customers_summary.csv")
    return Purchases(*(table[column].to_numpy(np.float64) for column in ("frequency", "recency", "T")))


@cache
def spend() -> tuple[FloatArray, FloatArray]:
    """Repeat purchases and their mean value of the customers who have any."""
    table = pd.read_csv(_folder() / "cdnow_customers_summary_with_transactions.csv")
    again = table[table["x"] > 0]
    return again["x"].to_numpy(np.float64), again["zbar"].to_numpy(np.float64)
