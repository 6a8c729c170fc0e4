"""Synthetic clinics whose truth is known: how the rows are made says what the metrics ought to find."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.days import FloatArray, IntArray, day_number
from metrics.visits import Visits

OPENED = date(2019, 1, 1)
MOST_VISITS = 64


@dataclass(frozen=True)
class SyntheticClinic:
    """How a clinic's patients behave; nothing about it changes over time.

    After each visit a patient comes again with the chance `returning`; the next visit is a whole number of
    days away, evenly spread over `gap`. A visit costs a log-normal price around the patient's own level.
    """

    returning: float = 0.7
    gap: tuple[int, int] = (20, 200)
    price: float = 6000_00
    spread_between: float = 0.5
    spread_within: float = 0.7
    doctors: int = 6
    channels: int = 5
    specialities: int = 4

    @property
    def lifetime(self) -> float:
        """Mean days from the first to the last visit: visits to come × mean gap."""
        return self.returning / (1 - self.returning) * (self.gap[0] + self.gap[1]) / 2


def patients_of(
    clinic: SyntheticClinic, patients: int, rng: np.random.Generator
) -> tuple[IntArray, FloatArray]:
    """Whole lives of patients: days since the first visit, −1 where a life has ended, and prices in kopecks.

    Both (patients, 64); with the chances used here a life of more visits than that practically never happens.
    """
    gaps = rng.integers(clinic.gap[0], clinic.gap[1] + 1, size=(patients, MOST_VISITS))
    gaps[:, 0] = 0
    ages = gaps.cumsum(axis=1)
    comes = rng.random((patients, MOST_VISITS)) < clinic.returning
    comes[:, 0] = True
    ages[~np.logical_and.accumulate(comes, axis=1)] = -1
    level = rng.normal(0, clinic.spread_between, size=(patients, 1))
    noise = rng.normal(0, clinic.spread_within, size=(patients, MOST_VISITS))
    return ages, np.rint(clinic.price * np.exp(level + noise))


def visit_rows(
    clinic: SyntheticClinic, patients: int, years: float, rng: np.random.Generator, *, labels: bool = False
) -> pd.DataFrame:
    """Rows of a clinic that opened on 1 January 2019, as an upload would bring them: by day, ids as text."""
    span = round(years * 365.25)
    start = rng.integers(0, span, size=patients)
    ages, prices = patients_of(clinic, patients, rng)
    who, which = np.nonzero((ages >= 0) & (ages + start[:, None] < span))
    day = ages[who, which] + start[who]
    order = np.argsort(day, kind="stable")
    who, which, day = who[order], which[order], day[order]
    columns: dict[str, object] = {
        "patient": pd.Series(np.char.add("p", who.astype("U7")), dtype="str"),
        "date": pd.Series((day + day_number(OPENED)).astype("datetime64[D]").astype("datetime64[s]")),
        "amount": prices[who, which].astype(np.int64),
    }
    if labels:
        columns["doctor"] = _named("Doctor ", rng.integers(0, clinic.doctors, size=patients)[who])
        columns["speciality"] = _named("Speciality ", rng.integers(0, clinic.specialities, size=who.size))
        columns["channel"] = _named("Channel ", rng.integers(0, clinic.channels, size=patients)[who])
    return pd.DataFrame(columns)


def visits_of(
    clinic: SyntheticClinic, patients: int, years: float, rng: np.random.Generator, *, labels: bool = False
) -> Visits:
    """The rows of `visit_rows` as visits."""
    return Visits.from_frame(visit_rows(clinic, patients, years, rng, labels=labels))


def _named(prefix: str, codes: IntArray) -> "pd.Series[str]":
    names = np.array([f"{prefix}{code}" for code in range(int(codes.max(initial=0)) + 1)], dtype=object)
    return pd.Series(names[codes], dtype="str")
