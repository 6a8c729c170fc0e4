"""The definitions of docs once more, plainly: dicts, dates and Decimals, one patient after another.

Written from the definitions, not from the code, and used only to check it.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, getcontext
from itertools import pairwise
from math import exp, log
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


def index_of(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def closed_by_hand(counts: list[int]) -> list[bool]:
    """Below 40 % of the median of the six nearest months around, which is 10 at least."""
    found = []
    for index, count in enumerate(counts):
        start = max(0, min(index - 3, len(counts) - 7))
        around = [counts[i] for i in range(start, min(len(counts), start + 7)) if i != index]
        usual = median(around) if around else 0
        found.append(usual >= 10 and count < 0.4 * usual)
    return found


def logarithmic_parts(before: tuple[int, int, int], now: tuple[int, int, int]) -> list[Decimal] | None:
    """L·ln of the ratios of patients, visits per patient and check, in whole units of the currency."""
    if 0 in before[:2] or 0 in now[:2] or before[2] <= 0 or now[2] <= 0:
        return None
    old, new = Decimal(before[2]) / 100, Decimal(now[2]) / 100
    mean = old if old == new else (new - old) / (new / old).ln()
    patients, visits, money = (Decimal(b) / Decimal(a) for a, b in zip(before, now, strict=True))
    return [mean * ratio.ln() for ratio in (patients, visits / patients, money / visits)]


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

    def newcomers_from(self) -> date:
        """The first 365 days of the rows tell nobody new."""
        return min(self.first.values()) + timedelta(days=365)

    def _cohort_money(self, days: int) -> dict[str, tuple[int, int]]:
        """Kopecks and visits in days 0…days of each new patient who matured in the last year."""
        found = {}
        for patient, first in self.first.items():
            matured = self.as_of - first
            if first < self.newcomers_from() or not days <= matured.days < days + 365:
                continue
            end = first + timedelta(days=days)
            money = sum(r.kopecks or 0 for r in self.rows if r.patient == patient and first <= r.day <= end)
            found[patient] = money, sum(day <= end for day in self.visits[patient])
        return found

    def cohort_value(self, days: int) -> tuple[int, int, int]:
        """Kopecks, visits and patients of the new ones who matured in the last year."""
        found = self._cohort_money(days)
        return sum(m for m, _ in found.values()), sum(v for _, v in found.values()), len(found)

    def heaviest(self, days: int) -> float:
        """Share of the ten who brought most."""
        money = sorted((m for m, _ in self._cohort_money(days).values()), reverse=True)
        return sum(money[:10]) / sum(money)

    def lifetime_to_horizon(self) -> tuple[int, int, Decimal] | None:
        """Months, patients and days of the survival curve of new patients up to 36, 24 or 12 months."""
        cutoff, since = self.as_of - timedelta(days=365), self.newcomers_from()
        people = [days for days in self.visits.values() if since <= days[0] <= cutoff]
        months = next((m for m in (36, 24, 12) if round(m * 30.4375) <= (cutoff - since).days + 14), None)
        if not people or months is None:
            return None
        end = round(months * 30.4375)
        times = [
            ((days[-1] - days[0]).days, True) if days[-1] <= cutoff else ((cutoff - days[0]).days, False)
            for days in people
        ]
        area, alive = Decimal(0), Decimal(1)
        for moment in range(end):
            at_risk = sum(time >= moment for time, _ in times)
            if at_risk:
                alive *= 1 - Decimal(sum(left and time == moment for time, left in times)) / at_risk
            area += alive
        return months, len(people), area

    def side_by_side(
        self, before: int
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None, tuple[int, int] | None]:
        """New, returned and lost of the last twelve complete months and of the twelve before."""
        last = self.complete_months()[-1]
        new, returned, lost = [0, 0], [0, 0], [0, 0]
        for days in self.visits.values():
            months = sorted({index_of(month_of(day)) for day in days})
            for at, month in enumerate(months):
                away = month - months[at - 1] if at else None
                gone = at + 1 == len(months) or months[at + 1] - month > 12
                year = (index_of(last) - month) // 12
                if year in (0, 1) and month <= index_of(last):
                    new[year] += away is None or away > before
                    returned[year] += away is not None and 12 < away <= before
                year = (index_of(last) - month - 12) // 12
                if gone and year in (0, 1) and month + 12 <= index_of(last):
                    lost[year] += 1
        return (
            (new[0], new[1]) if before >= 12 else None,
            (returned[0], returned[1]) if before >= 24 else None,
            (lost[0], lost[1]) if before >= 12 else None,
        )

    def silences(self) -> list[tuple[date, int, bool]]:
        """Every day on which somebody was silent for 61 days or more, how long, and whether they came."""
        found = []
        for days in self.visits.values():
            for at, day in enumerate(days):
                again = days[at + 1] if at + 1 < len(days) else None
                for silent in range(61, 366):
                    here = day + timedelta(days=silent)
                    if here > self.as_of or (again is not None and here > again):
                        break
                    found.append((here, silent, here == again))
        return found

    @staticmethod
    def silences_between(
        silences: list[tuple[date, int, bool]], after: date, until: date
    ) -> tuple[list[int], list[int]]:
        """Patient-days of silence and returns on the days (after, until] by bin."""
        bounds = (61, 91, 121, 152, 182, 243, 304, 366)
        exposure, returned = [0] * 7, [0] * 7
        for day, silent, came in silences:
            if after < day <= until:
                index = sum(silent >= bound for bound in bounds) - 1
                exposure[index] += 1
                returned[index] += came
        return exposure, returned

    def cohort_shares(self, length: int) -> list[tuple[int, int]] | None:
        """New courses within a year, of the newest mature months and of the same a year before."""
        last = self.complete_months()[-1]
        newest = last
        while month_end(newest) + timedelta(days=365) > month_end(last):
            newest = shifted(newest, -1)
        if date(*shifted(newest, -12 - length + 1), 1) < self.newcomers_from():
            return None
        found = []
        for end in (newest, shifted(newest, -12)):
            cohort = {shifted(end, -back) for back in range(length)}
            people = [p for p, first in self.first.items() if month_of(first) in cohort]
            came = [p for p in people if self._came_within(p, 365)]
            found.append((len(came), len(people)))
        return found if all(total for _, total in found) else None

    def _came_within(self, patient: str, days: int) -> bool:
        when = self._new_course(patient)
        return when is not None and (when - self.first[patient]).days <= days

    def year_sums(self, end: date, back: int) -> tuple[int, int, int]:
        """Patients, visits and kopecks of the twelve months that end `back` years before a day."""
        last, first = year_before(end, back), year_before(end, back + 1)
        came = [d for days in self.visits.values() for d in days if first < d <= last]
        people = sum(any(first < d <= last for d in days) for days in self.visits.values())
        return people, len(came), sum(r.kopecks or 0 for r in self.rows if first < r.day <= last)

    def rhythms(self) -> dict[str, float]:
        """exp((Σ ln gaps + 2 · the clinic's mean ln gap) ÷ (gaps + 2)), days, of each patient."""
        gaps = {p: [log((b - a).days) for a, b in pairwise(days)] for p, days in self.visits.items()}
        everybody = [gap for own in gaps.values() for gap in own]
        usual = sum(everybody) / len(everybody) if everybody else log(365)
        return {p: exp((sum(own) + 2 * usual) / (len(own) + 2)) for p, own in gaps.items()}

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
