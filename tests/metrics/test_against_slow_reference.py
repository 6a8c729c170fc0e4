"""Every table of the metrics against the plain reference: counts and kopecks exactly, ratios to 1e-12."""

import numpy as np
import pytest

from metrics.base_movement import base_movement
from metrics.cohorts import cohorts, quarters
from metrics.days import as_date, day_number, years_before
from metrics.lifetime import first_approach, lifetime
from metrics.ltv import Window, lifetime_value, registered, within_window
from metrics.month_totals import month_totals
from metrics.resampling import Resample
from metrics.retention import (
    churn_by_year,
    next_course_age,
    repeat_by_cohort,
    second_visit_age,
    usual_cycle,
)
from metrics.rfm import rfm
from metrics.segments import groups
from metrics.stability import top_share
from metrics.visits import VisitField, VisitHistory, Visits
from tests.metrics.clinics import random_clinic, visits
from tests.metrics.slow_reference import SlowClinic

EXACT = 1e-12
CLINICS = 200


class Pair:
    """One random clinic read by the code and by the reference."""

    def __init__(self, seed: int) -> None:
        rows, self.as_of = random_clinic(seed)
        self.rows = rows
        self.visits: Visits = visits(rows)
        self.history = VisitHistory.at(self.visits, self.as_of)
        self.slow = SlowClinic(rows, self.as_of)
        self.resample = Resample.draw(self.history.patients, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Two hundred clinics; those in which nobody came before the as-of day are tested among the edges."""
    return [pair for pair in map(Pair, range(CLINICS)) if pair.slow.visits]


def test_there_are_enough_clinics_with_a_known_lifetime_and_churn(pairs: list[Pair]) -> None:
    assert len(pairs) > 190
    assert sum(pair.slow.lifetime() is not None for pair in pairs) > 60
    assert sum(bool(pair.slow.churn_by_year()) for pair in pairs) > 30


def test_lifetime(pairs: list[Pair]) -> None:
    for pair in pairs:
        expected, found = pair.slow.lifetime(), lifetime(pair.history)
        if expected is None:
            assert found is None
            continue
        assert found is not None
        assert found.horizon == expected["horizon"]
        assert found.days == pytest.approx(float(expected["days"]), rel=EXACT, abs=1e-9)
        assert found.still_active == pytest.approx(float(expected["still_active"]), rel=EXACT, abs=EXACT)


def test_first_approach(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert first_approach(pair.history) == pytest.approx(float(pair.slow.first_approach()), rel=EXACT)


@pytest.mark.parametrize("months", [1, 6, 12, 30])
def test_ltv_is_exact_in_kopecks_visits_and_patients(pairs: list[Pair], months: int) -> None:
    window = Window(months, round(months * 30.4375), provisional=False)
    for pair in pairs:
        money, came, people = pair.slow.ltv(window.days)
        found = lifetime_value(within_window(pair.history, window), pair.history.as_of, pair.resample)
        if not people:
            assert found is None
            continue
        assert found is not None
        assert (found.revenue, found.visits, found.patients) == (money, came, people)
        assert found.value == found.visit_check * found.frequency


def test_registered_ltv_is_what_the_rows_known_at_each_month_end_give(pairs: list[Pair]) -> None:
    window = Window(4, 122, provisional=False)
    points = 0
    for pair in pairs:
        within = within_window(pair.history, window)
        line = registered(within, pair.history.as_of, pair.resample, months=12)
        for point in line:
            then = SlowClinic(pair.rows, point.month_end)
            assert (point.revenue, point.visits, point.patients) == then.ltv(window.days)
            assert point.value == point.revenue / point.patients
        points += len(line)
    assert points > 500


def test_repeat_index_and_second_visit_by_cohort(pairs: list[Pair]) -> None:
    for pair in pairs:
        courses = repeat_by_cohort(pair.history, next_course_age(pair.history))
        second = repeat_by_cohort(pair.history, second_visit_age(pair.history), within=60)
        for found, expected in (
            (courses, pair.slow.repeat_by_cohort()),
            (second, pair.slow.second_visit_by_cohort()),
        ):
            assert {(c.month.year, c.month.month): (c.share.count, c.share.total) for c in found} == expected


def test_usual_cycle(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert usual_cycle(pair.history) == pair.slow.usual_cycle()


def test_churn(pairs: list[Pair]) -> None:
    for pair in pairs:
        found = {c.year_end: (c.share.count, c.share.total) for c in churn_by_year(pair.history)}
        assert found == pair.slow.churn_by_year()


def test_cohorts(pairs: list[Pair]) -> None:
    for pair in pairs:
        found = {
            (c.month.year, c.month.month): list(zip(c.patients, c.visits, c.revenue, strict=True))
            for c in cohorts(pair.history, newest=1000)
        }
        assert found == pair.slow.cohorts()


def test_quarters(pairs: list[Pair]) -> None:
    for pair in pairs:
        found = {
            (q.start.year, (q.start.month + 2) // 3): list(q.patients)
            for q in quarters(pair.history, newest=1000)
        }
        assert found == pair.slow.quarters()
        assert all(q.size == q.patients[0] for q in quarters(pair.history))


def test_base_movement(pairs: list[Pair]) -> None:
    for pair in pairs:
        found = {
            (m.month.year, m.month.month): (m.active, m.active_longer, m.new, m.returned, m.lost)
            for m in base_movement(pair.history)
        }
        assert found == pair.slow.base_movement()


def test_month_totals(pairs: list[Pair]) -> None:
    for pair in pairs:
        found = {
            (m.month.year, m.month.month): (m.patients, m.new, m.visits, m.revenue or 0)
            for m in month_totals(pair.history)
        }
        assert found == pair.slow.month_totals()


def test_top_tenth_and_doctors_of_the_last_year(pairs: list[Pair]) -> None:
    for pair in pairs:
        start = years_before(day_number(pair.as_of), 1) + 1
        period = (start, day_number(pair.as_of))
        came = (
            pair.history.visits_where(
                (pair.history.visit_day >= start) & (pair.history.visit_day <= period[1])
            )
            > 0
        )
        in_period = (pair.history.day >= start) & (pair.history.day <= period[1])
        top = top_share(pair.history.revenue(in_period)[came])
        expected = pair.slow.top_tenth(as_date(start), pair.as_of)
        assert (None if top is None else (top.patients, top.revenue, top.total)) == expected
        doctors = groups(
            pair.history,
            VisitField.DOCTOR,
            period,
            next_course_age(pair.history),
            (0, 0),
            365,
            None,
            pair.resample,
        )
        assert doctors is not None
        slow = pair.slow.doctors(as_date(start), pair.as_of)
        shown = {name: figures for name, figures in slow.items() if figures[0] >= 10}
        assert {g.name: (g.patients, g.visits, g.revenue) for g in doctors.rows} == shown
        assert doctors.hidden == sum(0 < figures[0] < 10 for figures in slow.values())


def test_recency_frequency_money(pairs: list[Pair]) -> None:
    for pair in pairs:
        table = rfm(pair.history)
        ids = pair.visits.patients[pair.history.patient_code]
        found = {
            str(p): (int(r), int(f), int(m))
            for p, r, f, m in zip(ids, table.recency, table.frequency, table.money, strict=True)
        }
        assert found == pair.slow.recency_frequency_money()


def test_rows_of_a_later_day_change_nothing(pairs: list[Pair]) -> None:
    for pair in pairs[:50]:
        kept = [row for row in pair.rows if row.day <= pair.as_of]
        without = VisitHistory.at(visits(kept), pair.as_of)
        assert base_movement(without) == base_movement(pair.history)
        assert pair.history.future_rows == len(pair.rows) - len(kept)
