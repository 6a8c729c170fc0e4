"""Clinics in mid-life whose truth is known: exports that begin long after the clinic opened.

Patients come for courses of treatment and return by a rhythm of their own. The clinic is lived through for
years before its export begins, so that the export opens with patients of all ages, and, where a true lifetime
is wanted, for years after it ends.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.days import (
    FloatArray,
    Int32Array,
    IntArray,
    day_number,
    month_of,
    month_start,
    months_of,
)
from metrics.visits import Labels, VisitField, Visits

OPENS = day_number(date(2019, 1, 1))
"""First day of every export."""
BURN_IN = 7
"""Years lived through before the export."""
MOST_VISITS = 80
COURSE = (5, 45)
"""Days between the visits of a course."""
YEAR_LENGTH = 365.25
CAMPAIGN = 1.8
WAVE = tuple(np.cos(2 * np.pi * (np.arange(12) - 10) / 12).tolist())
JAGGED = (-1.3, 0.1, 0.6, 0.3, -0.5, 0.2, -0.4, -0.6, 0.3, 0.5, 0.4, 0.4)
"""A season no wave follows: January and May are closed for holidays, the months beside them are full."""


@dataclass(frozen=True)
class Shift:
    """What changes from a month of the export on: new, price, returning, course or due, by a factor."""

    what: str
    month: int
    factor: float


@dataclass(frozen=True)
class MidlifeClinic:
    """How a clinic lives.

    new: new patients a month at the opening of the export; years: length of the export. rhythm: days between
    check-ups (several: an equal part of the patients by each); regular: their spread as a share.
    course: chance of another visit within the course; returning: chance of another check-up after it.
    season: amplitude of the wave, jagged: of the irregular one. campaigns: months a year with more new
    patients. families: share of patients who come with two others. growth, inflation: a year, of new patients
    and of prices. yearly: spread of independent yearly changes of new patients. heavy: chance that a visit
    costs a heavy-tailed multiple. closed: months of the export without visits. new_ids: month from which a
    share of the patients carry other numbers.
    """

    new: float = 60
    years: int = 4
    rhythm: tuple[int, ...] = (182,)
    regular: float = 0.25
    course: float = 0.45
    returning: float = 0.62
    price: float = 6000_00
    season: float = 0.0
    jagged: float = 0.0
    campaigns: int = 0
    families: float = 0.0
    growth: float = 0.0
    inflation: float = 0.0
    yearly: float = 0.0
    heavy: float = 0.0
    closed: tuple[int, ...] = ()
    new_ids: tuple[int, float] | None = None
    shifts: tuple[Shift, ...] = ()

    @property
    def end(self) -> int:
        """Last day of the export."""
        return day_number(date(2019 + self.years, 1, 1)) - 1


@dataclass(frozen=True, eq=False)
class Lives:
    """All visits of a clinic's patients, by patient and day; first: each patient's true first day, (n,)."""

    patient: Int32Array
    day: Int32Array
    amount: IntArray
    first: IntArray

    @property
    def since_first(self) -> IntArray:
        """Days from the patient's true first visit, per visit."""
        return self.day - self.first[self.patient]


def live(clinic: MidlifeClinic, rng: np.random.Generator, *, years_after: int = 0) -> Lives:
    """Every life from the burn-in to the end of the export, or some years beyond it."""
    start = OPENS - round(BURN_IN * YEAR_LENGTH)
    end = clinic.end + round(years_after * YEAR_LENGTH)
    first, household = _arrivals(clinic, start, end, rng)
    homes = int(household[-1]) + 1 if household.size else 0
    day = first.copy()
    alive = np.ones(first.size, np.bool_)
    rhythm = rng.choice(np.array(clinic.rhythm), size=homes)[household]
    rhythm = rhythm * np.exp(rng.normal(0, 0.15, homes))[household]
    who, when = [np.arange(first.size)], [first]
    for _ in range(MOST_VISITS):
        day, alive = _next_visit(clinic, day, alive, rhythm, household, homes, rng)
        alive &= day <= end
        if not alive.any():
            break
        who.append(np.flatnonzero(alive))
        when.append(day[alive])
    patient, days = np.concatenate(who), np.concatenate(when)
    days = _postponed(clinic, days, first.size, rng)
    order = np.lexsort((days, patient))
    patient, days = patient[order], days[order]
    true_first = np.full(first.size, np.iinfo(np.int64).max)
    np.minimum.at(true_first, patient, days)
    kept = days <= end
    patient, days = patient[kept], days[kept]
    amount = _prices(clinic, patient, days, first.size, rng)
    return Lives(patient.astype(np.int32), days.astype(np.int32), amount, true_first)


def export(clinic: MidlifeClinic, lives: Lives, *, doctors: int = 4, until: int | None = None) -> Visits:
    """What an upload would bring: the visits of the export's years, with doctors and channels."""
    end = clinic.end if until is None else until
    inside = (lives.day >= OPENS) & (lives.day <= end)
    patient, day = lives.patient[inside], lives.day[inside]
    if clinic.new_ids is not None:
        patient = _renumbered(patient, day, lives.first.size, clinic.new_ids)
    order = np.argsort(patient, kind="stable")
    patient, day, amount = patient[order], day[order], lives.amount[inside][order]
    names, code = np.unique(patient, return_inverse=True)
    labels = {
        VisitField.DOCTOR: Labels((patient % doctors).astype(np.int32), _names("Doctor", doctors)),
        VisitField.CHANNEL: Labels((patient % 3).astype(np.int32), _names("Channel", 3)),
    }
    return Visits(
        patient=code.astype(np.int32),
        day=day,
        amount=amount,
        patients=names.astype(object),
        labels=labels,
        amounts_known=True,
        unpriced=0,
    )


def month_day(month: int) -> date:
    """First date of a month of the export, counted from 0."""
    return month_start(month_of(OPENS) + month)


def _arrivals(
    clinic: MidlifeClinic, start: int, end: int, rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """First days, and the household each patient belongs to (its members come together)."""
    opening = month_of(OPENS)
    months = np.arange(month_of(start), month_of(end) + 1)
    rate = clinic.new * (1 + clinic.growth) ** ((months - opening) / 12)
    rate *= _season(clinic, months)
    if clinic.campaigns:
        years = months // 12
        for year in np.unique(years):
            boosted = rng.choice(12, clinic.campaigns, replace=False) + year * 12
            rate[np.isin(months, boosted)] *= CAMPAIGN
    if clinic.yearly:
        years = months // 12 - months[0] // 12
        rate *= np.exp(rng.normal(0, clinic.yearly, int(years.max()) + 1))[years]
    for shift in clinic.shifts:
        if shift.what == "new":
            rate[months >= opening + shift.month] *= shift.factor
    members = 1 + 2 * clinic.families / (3 - 2 * clinic.families)
    count = rng.poisson(rate / members)
    homes = int(count.sum())
    starts = np.array([day_number(month_start(int(month))) for month in months])
    lengths = np.array([day_number(month_start(int(month) + 1)) for month in months]) - starts
    month_index = np.repeat(np.arange(months.size), count)
    day = starts[month_index] + np.floor(rng.random(homes) * lengths[month_index]).astype(np.int64)
    size = np.where(rng.random(homes) < (members - 1) / 2, 3, 1)
    household = np.repeat(np.arange(homes), size)
    return day[household], household


def _season(clinic: MidlifeClinic, months: IntArray) -> FloatArray:
    """How busy each month is, 1 on average."""
    season: FloatArray = (
        1 + clinic.season * np.array(WAVE)[months % 12] + clinic.jagged * np.array(JAGGED)[months % 12]
    )
    return season


def _next_visit(
    clinic: MidlifeClinic,
    day: IntArray,
    alive: np.ndarray[tuple[int], np.dtype[np.bool_]],
    rhythm: FloatArray,
    household: IntArray,
    homes: int,
    rng: np.random.Generator,
) -> tuple[IntArray, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The next visit of those who are still patients; members of a household decide together."""
    course, returning = np.full(day.size, clinic.course), np.full(day.size, clinic.returning)
    luck = rng.random(homes)[household]
    for shift in clinic.shifts:
        after = day >= day_number(month_day(shift.month))
        if shift.what == "course":
            course[after] *= shift.factor
        if shift.what == "returning":
            returning[after] *= shift.factor
    in_course = luck < course
    comes_back = ~in_course & (luck < course + (1 - course) * returning)
    gap = rng.integers(COURSE[0], COURSE[1] + 1, homes)[household].astype(np.float64)
    due = rhythm * np.exp(rng.normal(-(clinic.regular**2) / 2, clinic.regular, homes))[household]
    later = day + np.rint(np.where(in_course, gap, np.maximum(due, 61))).astype(np.int64)
    stays = alive & (in_course | comes_back)
    for shift in clinic.shifts:
        if shift.what == "due":
            after = (later >= day_number(month_day(shift.month))) & comes_back
            stays &= ~(after & (rng.random(homes)[household] > shift.factor))
    return np.where(stays, later, day), stays


def _postponed(
    clinic: MidlifeClinic, days: IntArray, first_visits: int, rng: np.random.Generator
) -> IntArray:
    """Later visits put off out of quiet months, and all out of closed ones to the days after them.

    The first visits stand first; how many come in which month the season has already decided.
    """
    days = days.copy()
    if clinic.season or clinic.jagged:
        busy = _season(clinic, months_of(days.astype(np.int32)).astype(np.int64))
        off = rng.random(days.size) > busy / (1 + clinic.season + 0.6 * clinic.jagged)
        off[:first_visits] = False
        days[off] += rng.integers(20, 41, int(off.sum()))
    for month in clinic.closed:
        start, end = day_number(month_day(month)), day_number(month_day(month + 1))
        shut = (days >= start) & (days < end)
        days[shut] = end + rng.integers(0, 60, int(shut.sum()))
    return days


def _prices(
    clinic: MidlifeClinic, patient: IntArray, day: IntArray, patients: int, rng: np.random.Generator
) -> IntArray:
    level = rng.normal(0, 0.5, patients)[patient]
    price = clinic.price * np.exp(level + rng.normal(0, 0.7, day.size))
    price *= (1 + clinic.inflation) ** ((day - OPENS) / YEAR_LENGTH)
    if clinic.heavy:
        heavy = rng.random(day.size) < clinic.heavy
        price[heavy] *= 5 * (1 + rng.pareto(1.6, int(heavy.sum())))
    for shift in clinic.shifts:
        if shift.what == "price":
            price[day >= day_number(month_day(shift.month))] *= shift.factor
        if shift.what == "value":
            later = day >= day_number(month_day(shift.month))
            price[later & _first_seen_since(patient, day, shift.month, patients)] *= shift.factor
    return np.rint(price / 100).astype(np.int64) * 100


def _first_seen_since(
    patient: IntArray, day: IntArray, month: int, patients: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    first = np.full(patients, np.iinfo(np.int64).max)
    np.minimum.at(first, patient, day)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = first[patient] >= day_number(month_day(month))
    return found


def _renumbered(patient: Int32Array, day: Int32Array, people: int, change: tuple[int, float]) -> Int32Array:
    month, share = change
    moved = (day >= day_number(month_day(month))) & ((patient * 7919) % 1000 < share * 1000)
    return np.where(moved, patient + people, patient).astype(np.int32)


def _names(kind: str, count: int) -> tuple[str, ...]:
    return tuple(f"{kind} {number}" for number in range(count))
