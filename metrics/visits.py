"""Visit rows: the one shape in which uploads reach the metrics, and the patients' histories read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from metrics.days import BoolArray, Int32Array, IntArray, as_date, day_number, last_complete_month, month_of

if TYPE_CHECKING:
    import pandas as pd


class VisitField(StrEnum):
    """The optional columns that split the visits into segments."""

    DOCTOR = "doctor"
    SPECIALITY = "speciality"
    CHANNEL = "channel"
    BRANCH = "branch"


SERVICE = "service"
"""The optional column of what was done; kept beside the visits, and no segment of them."""
UNKNOWN = -1
"""Code of a row whose doctor, speciality, channel or branch was left empty."""
LARGEST = 2**53
"""Beyond this a float amount no longer holds whole kopecks exactly."""
EARLIEST, LATEST = day_number(date(1900, 1, 1)), day_number(date(2199, 12, 31))


class FrameProblem(StrEnum):
    """What stops a frame from being read as visits."""

    COLUMN_MISSING = "column_missing"
    PATIENT_MISSING = "patient_missing"
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    AMOUNT_NOT_WHOLE_KOPECKS = "amount_not_whole_kopecks"


class VisitsError(ValueError):
    """A frame that can't be read as visits: which problem, in which column, in how many rows."""

    def __init__(self, problem: FrameProblem, column: str, rows: int) -> None:
        super().__init__(f"{problem}: {column}, {rows} rows")
        self.problem = problem
        self.column = column
        self.rows = rows


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One optional column: a code per row (−1 unknown) and the names the codes stand for."""

    codes: Int32Array
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Rows of a visit export, sorted by patient and day.

    patient   int32  code of the patient, an index into `patients`
    day       int32  days since 1970-01-01
    amount    int64  kopecks; negative = a refund (money, never a visit); 0 where the amount is unknown
    patients  the pseudonyms the codes stand for
    labels    doctor, speciality, channel, branch: those the export has
    amounts_known  False when no row has an amount: every money metric is then absent, not zero
    unpriced  rows without an amount among rows with one: visits of unknown value
    """

    patient: Int32Array
    day: Int32Array
    amount: IntArray
    patients: npt.NDArray[np.object_]
    labels: Mapping[VisitField, Labels]
    amounts_known: bool
    unpriced: int

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> Visits:
        """Read visits from a frame with columns patient, date and, if present, amount and the labels.

        patient: any hashable id; `date`: datetimes or dates (a time of day and its zone are dropped); amount:
        whole kopecks, empty where unknown. Rows of one patient on one day are one visit, however many.
        Raises VisitsError naming the first problem found; an empty frame is valid.
        """
        import pandas as pd

        for column in ("patient", "date"):
            if column not in frame.columns:
                raise VisitsError(FrameProblem.COLUMN_MISSING, column, len(frame))
        codes, ids = pd.factorize(frame["patient"])
        if missing := int((codes < 0).sum()):
            raise VisitsError(FrameProblem.PATIENT_MISSING, "patient", missing)
        day = _days(frame["date"])
        amount, unpriced = _kopecks(frame["amount"]) if "amount" in frame.columns else (None, 0)
        known = amount is not None and unpriced < len(frame)
        visits = cls(
            patient=codes.astype(np.int32),
            day=day,
            amount=amount if amount is not None else np.zeros(len(frame), np.int64),
            patients=np.asarray(ids, dtype=object),
            labels={field: _labels(frame[field]) for field in VisitField if field in frame.columns},
            amounts_known=known,
            unpriced=unpriced if known else 0,
        )
        return visits._sorted()

    def __len__(self) -> int:
        return int(self.day.size)

    @property
    def first_day(self) -> date | None:
        """Date of the earliest row; None without rows."""
        return as_date(int(self.day.min())) if len(self) else None

    @property
    def last_day(self) -> date | None:
        """Date of the latest row; None without rows."""
        return as_date(int(self.day.max())) if len(self) else None

    def between(self, start: date, end: date) -> Visits:
        """Rows dated from start to end, both included."""
        return self.taking((self.day >= day_number(start)) & (self.day <= day_number(end)))

    def segment(self, field: VisitField, name: str) -> Visits:
        """All rows of the patients who began with a doctor, speciality, branch or channel, wherever seen.

        A patient belongs to the label of the first visit; to the channel of the first row which names one. So
        whether they return is one figure everywhere; visits to a doctor are another. An unknown name selects
        nothing.
        """
        labels = self.labels.get(field)
        if labels is None or name not in labels.names:
            return self.taking(np.zeros(len(self), np.bool_))
        codes = labels.codes if field is VisitField.CHANNEL else self._codes_of_first_visits(labels.codes)
        began = first_known(self.patient, codes, len(self.patients)) == labels.names.index(name)
        return self.taking(began[self.patient])

    def _codes_of_first_visits(self, codes: Int32Array) -> Int32Array:
        """The codes of the rows of each patient's first day with a visit; −1 elsewhere."""
        visits = np.flatnonzero(self.amount >= 0)[::-1]
        first = np.full(len(self.patients), LATEST + 1, np.int32)
        # Of repeated indices the last assignment wins: the earliest visit.
        first[self.patient[visits]] = self.day[visits]
        return np.where(self.day == first[self.patient], codes, UNKNOWN).astype(np.int32)

    def to_frame(self) -> pd.DataFrame:
        """The rows as a frame that `from_frame` reads back to the same visits."""
        import pandas as pd

        columns: dict[str, Any] = {
            "patient": self.patients[self.patient],
            "date": self.day.astype("datetime64[D]").astype("datetime64[s]"),
        }
        if self.amounts_known:
            columns["amount"] = self.amount
        for field, labels in self.labels.items():
            names = np.asarray([*labels.names, None], dtype=object)
            columns[field] = names[labels.codes]
        return pd.DataFrame(columns)

    def taking(self, rows: BoolArray | IntArray) -> Visits:
        """The rows of a mask, or in a given order (each patient's rows together and in order of time)."""
        return replace(
            self,
            patient=self.patient[rows],
            day=self.day[rows],
            amount=self.amount[rows],
            labels={field: Labels(column.codes[rows], column.names) for field, column in self.labels.items()},
        )

    def _sorted(self) -> Visits:
        key = _row_key(self.patient, self.day)
        return self if np.all(key[1:] >= key[:-1]) else self.taking(_stable_order(key))


@dataclass(frozen=True, slots=True, eq=False)
class VisitHistory:
    """What the clinic knew at the end of a day: its rows up to then, and each patient's visits.

    Rows (n_rows, sorted by patient and day; rows of people who were only ever refunded stand last):
    day, amount, label codes; `row_patient` has a code for the rows of patients only, `age` days since the
    patient's first visit (negative where the money came before any visit).
    Visits (n_visits, one per patient and day): visit_patient, visit_day.
    Patients (n): first and last visit day, number of visits, `visit_start` and `row_start` offsets.
    """

    as_of: int
    row_patient: Int32Array
    day: Int32Array
    amount: IntArray
    age: Int32Array
    labels: Mapping[VisitField, Labels]
    visit_patient: Int32Array
    visit_day: Int32Array
    first: Int32Array
    last: Int32Array
    count: IntArray
    visit_start: IntArray
    row_start: IntArray
    patient_code: Int32Array
    """Index of each patient in `Visits.patients`."""
    amounts_known: bool
    future_rows: int
    """Rows dated after the as-of day: left out of everything."""

    @classmethod
    def at(cls, visits: Visits, as_of: date) -> VisitHistory:
        """Read the patients' histories from the rows dated up to and including the as-of date."""
        end = day_number(as_of)
        known = visits.day <= end
        visits_now = visits if known.all() else visits.taking(known)
        is_visit = visits_now.amount >= 0
        came = np.zeros(len(visits.patients), np.bool_)
        came[visits_now.patient[is_visit]] = True
        rows = _patients_first(visits_now, came)
        code = np.cumsum(came, dtype=np.int32) - 1
        n_patient_rows = int(came[visits_now.patient].sum())
        row_patient = code[rows.patient[:n_patient_rows]]
        visit_patient, visit_day = _one_per_day(row_patient, rows.day, rows.amount)
        visit_start = _starts(visit_patient)
        count = np.diff(visit_start, append=visit_patient.size)
        first = visit_day[visit_start]
        age = np.full(len(rows), UNKNOWN, np.int32)
        age[:n_patient_rows] = rows.day[:n_patient_rows] - first[row_patient]
        return cls(
            as_of=end,
            row_patient=row_patient,
            day=rows.day,
            amount=rows.amount,
            age=age,
            labels=rows.labels,
            visit_patient=visit_patient,
            visit_day=visit_day,
            first=first,
            last=visit_day[visit_start + count - 1],
            count=count,
            visit_start=visit_start,
            row_start=_starts(row_patient),
            patient_code=np.flatnonzero(came).astype(np.int32),
            amounts_known=visits.amounts_known,
            future_rows=len(visits) - len(visits_now),
        )

    @property
    def patients(self) -> int:
        """Number of people with at least one visit."""
        return int(self.first.size)

    @property
    def earliest(self) -> int:
        """Day of the first visit of the history. Raises ValueError without visits."""
        return int(self.first.min())

    @property
    def complete_months(self) -> range:
        """Numbers of the months from that of the first visit to the last complete one; empty without any."""
        if not self.patients:
            return range(0)
        return range(month_of(self.earliest), last_complete_month(self.as_of) + 1)

    def revenue(self, rows: BoolArray) -> IntArray:
        """Kopecks per patient over the chosen rows (a mask over all rows); exact."""
        if not self.patients:
            return np.zeros(0, np.int64)
        chosen = np.where(rows, self.amount, 0)[: self.row_patient.size]
        return np.add.reduceat(chosen, self.row_start)

    def visits_where(self, visits: BoolArray) -> IntArray:
        """Visits per patient among the chosen ones (a mask over visits)."""
        if not self.patients:
            return np.zeros(0, np.int64)
        return np.add.reduceat(visits.astype(np.int64), self.visit_start)

    def visit_age(self) -> Int32Array:
        """Days from the patient's first visit to each visit."""
        return self.visit_day - self.first[self.visit_patient]

    def covers(self, start: int) -> bool:
        """Whether the history reaches back to a day, allowing for a closed fortnight at its beginning."""
        return self.patients > 0 and self.earliest <= start + 14


def by_patient_and_day(patient: Int32Array | IntArray, day: Int32Array | IntArray) -> IntArray:
    """The order of rows by their patient (0 to below the number of rows), then by day, then as they stand."""
    return _stable_order(_row_key(patient, day))


def first_known(patient: Int32Array, codes: Int32Array, patients: int) -> Int32Array:
    """For each patient the first known label among their rows in order of time; −1 if none is known."""
    found = np.full(patients, UNKNOWN, np.int32)
    latest_first = np.flatnonzero(codes != UNKNOWN)[::-1]
    # Of repeated indices the last assignment wins: the earliest row.
    found[patient[latest_first]] = codes[latest_first]
    return found


def _row_key(patient: Int32Array | IntArray, day: Int32Array | IntArray) -> IntArray:
    """One number for each row, in the order of patients and their days."""
    return patient.astype(np.int64) * (LATEST - EARLIEST + 1) + (day.astype(np.int64) - EARLIEST)


def _stable_order(key: IntArray) -> IntArray:
    """The places of numbers from 0 in ascending order, equals as they stand.

    A sort of numbers is thrice as quick as one of their places, so each place is part of its number as long
    as both fit 63 bits: of patients and days, up to nine million rows.
    """
    count = max(key.size, 1)
    if (int(key.max(initial=0)) + 1) * count >= 2**63:
        return np.argsort(key, kind="stable")
    placed = key * count + np.arange(key.size)
    placed.sort()
    return placed % count


def _days(column: pd.Series[Any]) -> Int32Array:
    import pandas as pd

    if column.empty:
        return np.zeros(0, np.int32)
    if missing := int(column.isna().sum()):
        raise VisitsError(FrameProblem.DATE_MISSING, "date", missing)
    moments = column
    if column.dtype.kind != "M":
        moments = pd.to_datetime(column, errors="coerce", format="%Y-%m-%d")
    if unreadable := int(moments.isna().sum()):
        raise VisitsError(FrameProblem.DATE_UNREADABLE, "date", unreadable)
    local: npt.NDArray[np.datetime64] = moments.dt.tz_localize(None).to_numpy()
    days = local.astype("datetime64[D]").astype(np.int64)
    if outside := int(((days < EARLIEST) | (days > LATEST)).sum()):
        raise VisitsError(FrameProblem.DATE_OUT_OF_RANGE, "date", outside)
    return days.astype(np.int32)


def _kopecks(column: pd.Series[Any]) -> tuple[IntArray, int]:
    """Amounts as whole kopecks, 0 where unknown, and how many are unknown."""
    unknown = column.isna().to_numpy(dtype=np.bool_)
    if column.dtype.kind in "iu":
        return column.to_numpy(dtype=np.int64, na_value=0), int(unknown.sum())
    try:
        values = column.to_numpy(dtype=np.float64, na_value=0.0)
    except (TypeError, ValueError):
        raise VisitsError(FrameProblem.AMOUNT_NOT_WHOLE_KOPECKS, "amount", len(column)) from None
    wrong = ~np.isfinite(values) | (values != np.rint(values)) | (np.abs(values) > LARGEST)
    if wrong.any():
        raise VisitsError(FrameProblem.AMOUNT_NOT_WHOLE_KOPECKS, "amount", int(wrong.sum()))
    return values.astype(np.int64), int(unknown.sum())


def _labels(column: pd.Series[Any]) -> Labels:
    import pandas as pd

    codes, names = pd.factorize(column)
    return Labels(codes.astype(np.int32), tuple(str(name) for name in names))


def _patients_first(visits: Visits, came: BoolArray) -> Visits:
    """The same rows with those of people who never visited moved to the end."""
    if came[visits.patient].all():
        return visits
    order = np.argsort(~came[visits.patient], kind="stable")
    return visits.taking(order)


def _one_per_day(patient: Int32Array, day: Int32Array, amount: IntArray) -> tuple[Int32Array, Int32Array]:
    is_visit = amount[: patient.size] >= 0
    who, when = patient[is_visit], day[: patient.size][is_visit]
    new = np.ones(who.size, np.bool_)
    new[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    return who[new], when[new]


def _starts(sorted_codes: Int32Array) -> IntArray:
    if sorted_codes.size == 0:
        return np.zeros(0, np.int64)
    changed = np.flatnonzero(sorted_codes[1:] != sorted_codes[:-1]) + 1
    return np.concatenate(([0], changed))
