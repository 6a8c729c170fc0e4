"""Every table of the metrics against the plain reference: counts and kopecks exactly, ratios to 1e-12."""

from fractions import Fraction

import numpy as np
import pytest

from metrics.base_movement import base_movement
from metrics.cohorts import cohorts, quarters
from metrics.days import as_date, day_number, years_before
from metrics.lifetime import first_approach, lifetime, lifetime_to_horizon
from metrics.looks import ClinicRecord, cohort_shares
from metrics.ltv import Window, registered, within_window
from metrics.month_totals import month_totals
from metrics.newcomers import newcomers_from
from metrics.record_breaks import closed_months
from metrics.resampling import Resample
from metrics.retention import (
    churn_by_year,
    next_course_age,
    repeat_by_cohort,
    second_visit_age,
    usual_cycle,
)
from metrics.returns import SilenceTable
from metrics.rfm import rfm
from metrics.rhythm import rhythms
from metrics.rolling_value import EarlyMoney, rolling_value
from metrics.segments import groups
from metrics.side_by_side import Movements, side_by_side
from metrics.stability import top_share
from metrics.turnover_change import YearSums, turnover_change
from metrics.visits import VisitField, VisitHistory, Visits
from tests.metrics.clinics import random_clinic, visits
from tests.metrics.slow_reference import SlowClinic, closed_by_hand, logarithmic_parts

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


@pytest.mark.parametrize("days", [30, 182, 365])
def test_value_of_the_cohorts_of_a_year_is_exact(pairs: list[Pair], days: int) -> None:
    told = 0
    for pair in pairs:
        since = newcomers_from(pair.history)
        assert as_date(since) == pair.slow.newcomers_from()
        money, came, people = pair.slow.cohort_value(days)
        found = rolling_value(pair.history, pair.history.as_of, since, EarlyMoney.within(pair.history, days))
        if people < 10 or money <= 0:
            assert found is None
            continue
        told += 1
        assert found is not None
        assert (found.revenue, found.visits, found.patients) == (money, came, people)
        assert found.visit_check * found.frequency == Fraction(found.revenue, found.patients)
        assert found.heaviest == pytest.approx(pair.slow.heaviest(days), rel=EXACT)
    assert told > 3


def test_lifetime_of_new_patients_to_its_horizon(pairs: list[Pair]) -> None:
    told = 0
    for pair in pairs:
        found = lifetime_to_horizon(pair.history, newcomers_from(pair.history))
        expected = pair.slow.lifetime_to_horizon()
        if expected is None:
            assert found is None
            continue
        told += 1
        assert found is not None
        assert (found.months, found.life.patients) == expected[:2]
        assert found.life.days == pytest.approx(float(expected[2]), rel=EXACT, abs=1e-9)
    assert told > 10


def test_new_returned_and_lost_side_by_side(pairs: list[Pair]) -> None:
    told = 0
    for pair in pairs:
        months = pair.history.complete_months
        if len(months) < 36:
            continue
        closed = np.zeros(len(months), np.bool_)
        found = side_by_side(Movements.of(pair.history), months, closed, months[-1])
        assert (found.new, found.returned, found.lost) == pair.slow.side_by_side(found.before)
        told += found.returned is not None
    assert told > 10


def test_observed_and_expected_returns(pairs: list[Pair]) -> None:
    told = 0
    for pair in pairs:
        slow = pair.slow.silences()
        table = SilenceTable.of(pair.history)
        for after, until in ((0, 182), (30, 400), (365, 547)):
            if (pair.history.as_of - pair.history.earliest) <= until:
                continue
            span = pair.history.as_of - until, pair.history.as_of - after
            exposure, returned = table.between(*span)
            expected = pair.slow.silences_between(slow, *map(as_date, span))
            assert (exposure.tolist(), returned.tolist()) == expected
            told += sum(expected[1]) > 0
    assert told > 30


def test_second_visits_and_new_courses_of_a_year_of_cohorts(pairs: list[Pair]) -> None:
    told = 0
    for pair in pairs:
        record = ClinicRecord.of(pair.history)
        if not record.months:
            continue
        found = cohort_shares(record, record.repeat_age, record.months[-1], 365, 12)
        expected = pair.slow.cohort_shares(12)
        if expected is None:
            assert found is None
            continue
        told += 1
        assert found is not None
        assert [(share.count, share.total) for share in found[:2]] == expected
    assert told > 5


def test_closed_months(pairs: list[Pair]) -> None:
    rng = np.random.default_rng(1)
    for _ in range(CLINICS):
        counts = rng.poisson(rng.choice([5, 15, 60]), rng.integers(1, 40))
        counts[rng.random(counts.size) < 0.1] //= 5
        assert closed_months(counts).tolist() == closed_by_hand(counts.tolist())
    assert not any(closed_months(np.array([], np.int64)))


def test_parts_of_the_change_of_turnover(pairs: list[Pair]) -> None:
    for pair in pairs:
        end = as_date(pair.history.as_of)
        now, before = pair.slow.year_sums(end, 0), pair.slow.year_sums(end, 1)
        found = turnover_change(YearSums(*before), YearSums(*now))
        expected = logarithmic_parts(before, now)
        if expected is None:
            assert found.parts is None
            assert found.nothing is not None
            continue
        assert found.parts is not None
        parts = [units for _, units in found.parts]
        assert sum(parts) == found.units_now - found.units_before
        assert parts == pytest.approx([float(part) for part in expected], abs=1.01)


def test_rhythm_and_order_of_the_silent(pairs: list[Pair]) -> None:
    for pair in pairs:
        found, expected = rhythms(pair.history), pair.slow.rhythms()
        names = pair.visits.patients[pair.history.patient_code]
        assert dict(zip(names, found.tolist(), strict=True)) == pytest.approx(expected, rel=1e-9)


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
