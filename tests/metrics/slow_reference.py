"""The definitions of docs once more, plainly: dicts, dates and Decimals, one patient after another.

Written from the definitions, not from the code, and used only to check it.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, getcontext
from statistics import median

getcontext().prec = 40

Month = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """One line of an export; kopecks negative for a refund, None where unknown."""

    patient: str
    day: date
    kopecks: int | None
    doctor: str | None = None
    channel: str | None = None


def month_of(day: date) -> Month:
    return day.year, day.month


def quarter_of(month: Month) -> tuple[int, int]:
    return month[0], (month[1] + 2) // 3


def next_month(month: Month) -> Month:
    return (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)


def shifted(month: Month, by: int) -> Month:
    index = month[0] * 12 + month[1] - 1 + by
    return index // 12, index % 12 + 1


def month_end(month: Month) -> date:
    return date(*month, monthrange(*month)[1])


def year_before(day: date, years: int) -> date:
    """The same day of an earlier year; the last day of a month stays the last day."""
    last = monthrange(day.year - years, day.month)[1]
    if day == month_end(month_of(day)):
        return date(day.year - years, day.month, last)
    return date(day.year - years, day.month, min(day.day, last))


class SlowClinic:
    """A clinic as known on a day: visits by patient and money by patient."""

    def __init__(self, rows: list[Row], as_of: date) -> None:
        self.as_of = as_of
        self.rows = [row for row in rows if row.day <= as_of]
        visits: dict[str, set[date]] = defaultdict(set)
        for row in self.rows:
            if row.kopecks is None or row.kopecks >= 0:
                visits[row.patient].add(row.day)
        self.visits = {patient: sorted(days) for patient, days in visits.items()}
        self.first = {patient: days[0] for patient, days in self.visits.items()}

    def complete_months(self) -> list[Month]:
        """From the month of the first visit to the last one that has wholly passed."""
        found = []
        month = month_of(min(self.first.values()))
        while month_end(month) <= self.as_of:
            found.append(month)
            month = next_month(month)
        return found

    def lifetime(self) -> dict[str, Decimal] | None:
        """Restricted mean by Kaplan–Meier, step by step along the curve."""
        cutoff = self.as_of - timedelta(days=365)
        people = {p: days for p, days in self.visits.items() if days[0] <= cutoff}
        if not people:
            return None
        times = []
        for days in people.values():
            if days[-1] <= cutoff:
                times.append(((days[-1] - days[0]).days, True))
            else:
                times.append(((cutoff - days[0]).days, False))
        horizon = (cutoff - min(days[0] for days in people.values())).days
        alive, area, here = Decimal(1), Decimal(0), 0
        for moment in sorted({time for time, left in times if left}):
            area += alive * (moment - here)
            here = moment
            at_risk = sum(time >= moment for time, _ in times)
            ended = sum(left and time == moment for time, left in times)
            alive *= 1 - Decimal(ended) / at_risk
        area += alive * (horizon - here)
        return {"days": area, "horizon": Decimal(horizon), "still_active": alive}

    def first_approach(self) -> Decimal:
        return Decimal(sum((d[-1] - d[0]).days for d in self.visits.values())) / len(self.visits)

    def ltv(self, window: int) -> tuple[int, int, int]:
        """Kopecks, visits and patients of those whose first visit is `window` days ago or more."""
        money = visits = people = 0
        for patient, first in self.first.items():
            end = first + timedelta(days=window)
            if end > self.as_of:
                continue
            people += 1
            visits += sum(day <= end for day in self.visits[patient])
            for row in self.rows:
                if row.patient == patient and first <= row.day <= end:
                    money += row.kopecks or 0
        return money, visits, people

    def episodes(self, patient: str) -> list[list[date]]:
        found = [[self.visits[patient][0]]]
        for day in self.visits[patient][1:]:
            if (day - found[-1][-1]).days > 60:
                found.append([day])
            else:
                found[-1].append(day)
        return found

    def usual_cycle(self) -> float | None:
        between = [
            (later[0] - earlier[0]).days
            for patient in self.visits
            for earlier, later in zip(self.episodes(patient), self.episodes(patient)[1:], strict=False)
        ]
        return median(between) if between else None

    def repeat_by_cohort(self) -> dict[Month, tuple[int, int]]:
        return self._by_cohort(365, self._new_course)

    def second_visit_by_cohort(self) -> dict[Month, tuple[int, int]]:
        return self._by_cohort(60, self._second_visit)

    def _new_course(self, patient: str) -> date | None:
        episodes = self.episodes(patient)
        return episodes[1][0] if len(episodes) > 1 else None

    def _second_visit(self, patient: str) -> date | None:
        days = self.visits[patient]
        return days[1] if len(days) > 1 else None

    def _by_cohort(self, within: int, event: object) -> dict[Month, tuple[int, int]]:
        assert callable(event)
        found: dict[Month, tuple[int, int]] = {}
        for patient, first in self.first.items():
            month = month_of(first)
            if month_end(month) + timedelta(days=within) > self.as_of:
                continue
            when = event(patient)
            came = when is not None and (when - first).days <= within
            count, total = found.get(month, (0, 0))
            found[month] = count + came, total + 1
        return found

    def churn_by_year(self) -> dict[date, tuple[int, int]]:
        """By the end of the later year: how many were lost of how many were seen in the year before it."""
        earliest = min(self.first.values())
        found: dict[date, tuple[int, int]] = {}
        back = 0
        while True:
            end, middle, start = (year_before(self.as_of, back + i) for i in range(3))
            if earliest > start + timedelta(days=1 + 14):
                return found
            seen = {p for p, days in self.visits.items() if any(start < d <= middle for d in days)}
            again = {p for p, days in self.visits.items() if any(middle < d <= end for d in days)}
            if seen:
                found[end] = len(seen - again), len(seen)
            back += 1

    def cohorts(self) -> dict[Month, list[tuple[int, int, int]]]:
        """By month of first visit: patients, visits and kopecks of each month since that has passed."""
        found: dict[Month, list[tuple[int, int, int]]] = {}
        months = self.complete_months()
        for index, month in enumerate(months):
            people = {p for p, first in self.first.items() if month_of(first) == month}
            line = []
            for later in months[index:]:
                days = [(p, d) for p in people for d in self.visits[p] if month_of(d) == later]
                money = sum(
                    row.kopecks or 0
                    for row in self.rows
                    if row.patient in people
                    and month_of(row.day) == later
                    and row.day >= self.first[row.patient]
                )
                line.append((len({p for p, _ in days}), len(days), money))
            found[month] = line
        return found

    def quarters(self) -> dict[tuple[int, int], list[int]]:
        """By year and quarter of first visit: patients who came in each quarter since that has passed."""
        months = self.complete_months()
        passed = sorted({quarter_of(month) for month in months})
        if months and months[-1][1] % 3:
            passed.pop()
        return {
            quarter: [
                sum(
                    1
                    for patient, first in self.first.items()
                    if quarter_of(month_of(first)) == quarter
                    and any(quarter_of(month_of(day)) == later for day in self.visits[patient])
                )
                for later in passed[index:]
            ]
            for index, quarter in enumerate(passed)
        }

    def base_movement(self) -> dict[Month, tuple[int, int, int, int, int]]:
        """Active in 12 and in 18 months, new, returned, lost, for each month."""
        came = {p: {month_of(day) for day in days} for p, days in self.visits.items()}

        def active(month: Month, months: int) -> set[str]:
            window = {shifted(month, -back) for back in range(months)}
            return {p for p, seen in came.items() if seen & window}

        found = {}
        for month in self.complete_months():
            before, now = active(shifted(month, -1), 12), active(month, 12)
            new = {p for p in now if month_of(self.first[p]) == month}
            found[month] = (
                len(now),
                len(active(month, 18)),
                len(new),
                len(now - before - new),
                len(before - now),
            )
        return found

    def month_totals(self) -> dict[Month, tuple[int, int, int, int]]:
        """Patients, new ones, visits and kopecks of each month."""
        return {
            month: (
                sum(any(month_of(day) == month for day in days) for days in self.visits.values()),
                sum(month_of(first) == month for first in self.first.values()),
                sum(month_of(day) == month for days in self.visits.values() for day in days),
                sum(row.kopecks or 0 for row in self.rows if month_of(row.day) == month),
            )
            for month in self.complete_months()
        }

    def turnover(self, start: date, end: date) -> int:
        return sum(row.kopecks or 0 for row in self.rows if start <= row.day <= end)

    def top_tenth(self, start: date, end: date) -> tuple[int, int, int] | None:
        """How many patients are the best tenth of those who came, their kopecks, and everybody's."""
        came = [p for p, days in self.visits.items() if any(start <= d <= end for d in days)]
        money = sorted(
            (
                sum(r.kopecks or 0 for r in self.rows if r.patient == p and start <= r.day <= end)
                for p in came
            ),
            reverse=True,
        )
        best = -(-len(came) // 10)
        return (best, sum(money[:best]), sum(money)) if sum(money) > 0 else None

    def doctors(self, start: date, end: date) -> dict[str, tuple[int, int, int]]:
        """Patients, visits and kopecks of each doctor."""
        found = {}
        for doctor in {row.doctor for row in self.rows if row.doctor}:
            rows = [r for r in self.rows if r.doctor == doctor and start <= r.day <= end]
            days = {(r.patient, r.day) for r in rows if r.kopecks is None or r.kopecks >= 0}
            found[doctor] = (len({p for p, _ in days}), len(days), sum(r.kopecks or 0 for r in rows))
        return found

    def recency_frequency_money(self) -> dict[str, tuple[int, int, int]]:
        return {
            p: (
                (self.as_of - days[-1]).days,
                len(days),
                sum(row.kopecks or 0 for row in self.rows if row.patient == p),
            )
            for p, days in self.visits.items()
        }
