"""Small made-up clinics for the tests of the metrics."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pandas as pd

from metrics.visits import VisitHistory, Visits
from tests.metrics.slow_reference import Row

DOCTORS = ("A", "B", "C", None)
CHANNELS = ("friends", "search", None)


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows as the data frame an upload makes of them."""
    listed = list(rows)
    return pd.DataFrame(
        {
            "patient": pd.Series([row.patient for row in listed], dtype="str"),
            "date": pd.Series([pd.Timestamp(row.day) for row in listed], dtype="datetime64[s]"),
            "amount": pd.Series([row.kopecks for row in listed], dtype="Int64"),
            "doctor": pd.Series([row.doctor for row in listed], dtype="object"),
            "channel": pd.Series([row.channel for row in listed], dtype="object"),
        }
    )


def visits(rows: Iterable[Row]) -> Visits:
    return Visits.from_frame(frame(rows))


def history(rows: Iterable[Row], as_of: date) -> VisitHistory:
    return VisitHistory.at(visits(rows), as_of)


def random_clinic(seed: int) -> tuple[list[Row], date]:
    """Up to 40 patients over five years with refunds, repeated lines, gaps, and rows after the as-of day."""
    rng = Random(seed)
    start = date(rng.randint(2015, 2024), rng.randint(1, 12), rng.randint(1, 28))
    span = rng.choice((40, 200, 500, 900, 1800))
    rows = []
    for number in range(rng.randint(1, 40)):
        patient = f"p{number:03}"
        day = start + timedelta(days=rng.randrange(span))
        for _ in range(rng.choice((1, 1, 2, 3, 5, 12))):
            kopecks = rng.choice((None, 0, rng.randint(-200_000, -1), rng.randint(1, 10_000_000)))
            lines = rng.choice((1, 1, 1, 2))
            rows += [
                Row(patient, day, kopecks, rng.choice(DOCTORS), rng.choice(CHANNELS)) for _ in range(lines)
            ]
            day += timedelta(days=rng.choice((0, 1, 7, 30, 59, 60, 61, 90, 180, 364, 365, 366, 400, 730)))
    rng.shuffle(rows)
    return rows, start + timedelta(days=rng.randint(span // 2, span + 400))
