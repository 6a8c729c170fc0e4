"""Clinics of every size and shape, with the reports made of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd

from benchmarks.synthetic import OPENED, SyntheticClinic, visit_rows
from charts.requests import Decision
from locales.texts import Texts
from metrics.analysis import analyze
from metrics.days import day_number
from metrics.estimate import Estimate
from metrics.funnel import YearFigures, forecast
from metrics.monthly import Month, MonthFacts, MonthFigure
from metrics.plan_fact import Line, YearPlan, month_report
from metrics.visits import Visits
from reports.making import make
from reports.model import Kind, Report
from reports.results import Plan, Results

HOSTILE = '=HYPERLINK("http://x") #pagebreak() $x$ <b>*_@[]'
LONG = "Александровская-Великоустюжская Аполлинария Константиновна, стоматолог-ортопед"
TEXTS = Texts.load()

Change = Callable[[pd.DataFrame], pd.DataFrame]


def _results(
    *,
    patients: int = 400,
    years: float = 5,
    doctors: int = 6,
    change: Change | None = None,
    clinic: str = "Стоматология на Лесной",
) -> Results:
    """A clinic of so many patients and years; change: what is done to its rows."""
    rng = np.random.default_rng(7)
    rows = visit_rows(SyntheticClinic(doctors=doctors), patients, years, rng, labels=True)
    visits = Visits.from_frame(rows if change is None else change(rows))
    last = visits.last_day or OPENED
    decisions = (Decision(date(last.year, 3, 3), "Профгигиена в подарок"),)
    analysis = analyze(
        visits, _month_end_before(last), rng, decisions=[item.day for item in decisions], with_outlook=False
    )
    return Results(
        analysis=analysis,
        findings=analysis.findings,
        made_on=date(last.year + 1, 1, 10),
        language="ru",
        clinic=clinic,
        decisions=decisions,
    )


def _month_end_before(day: date) -> date:
    first = day.replace(day=1)
    return date.fromordinal(first.toordinal() - 1)


def _planned(results: Results) -> Results:
    exact = Estimate.exact
    made = forecast(
        YearFigures(
            previous_patients=exact(1850),
            patients=exact(2000),
            new_patients=exact(575),
            referrals=exact(462),
            turnover=exact(60_000_000),
            growth=exact(Fraction(1, 5)),
            conversion=exact(Fraction(3, 10)),
        )
    )
    month = Month.of(results.analysis.year_end or results.analysis.as_of)
    clinic = {
        MonthFigure.NEW_PATIENTS: Fraction(40),
        MonthFigure.REFERRALS: Fraction(9),
        MonthFigure.LEADS: Fraction(130),
        MonthFigure.TURNOVER: Fraction(4_846_900),
    }
    months = [Month(month.year, number) for number in range(1, month.number + 1)]
    facts = {each: MonthFacts(each, clinic, {}) for each in months}
    plan = YearPlan(
        year=month.year,
        lines={
            Line.ATTRACTED: (Fraction(37),) * 12,
            Line.LEADS: (Fraction(124),) * 12,
            Line.REFERRALS: (Fraction(11),) * 12,
            Line.TURNOVER: (Fraction(4_612_300),) * 12,
        },
        conversion=Fraction(3, 10),
        channels=(),
    )
    return replace(results, plan=Plan(2024, made), month=month_report(month, facts, plan))


def _renamed(column: str, name: Callable[[str], str]) -> Change:
    return lambda rows: rows.assign(**{column: rows[column].map(name)})


def _without(*columns: str) -> Change:
    return lambda rows: rows.drop(columns=list(columns))


def _last_year_halved(rows: pd.DataFrame) -> pd.DataFrame:
    """Half of the patients' visits of the last year did not happen: turnover and base fell."""
    days = rows["date"].to_numpy().astype("datetime64[D]").astype(int)
    start = day_number(OPENED) + 4 * 365
    odd = rows["patient"].str[-1].isin(list("13579"))
    return rows[~((days >= start) & odd)]


CLINICS: dict[str, Callable[[], Results]] = {
    "usual": lambda: _planned(_results()),
    "falling": lambda: _results(patients=600, change=_last_year_halved),
    "one doctor": lambda: _results(change=_renamed("doctor", lambda _: "Лебедева М. И.")),
    "thirty doctors": lambda: _results(patients=900, doctors=30),
    "long names": lambda: _results(
        change=_renamed("doctor", lambda name: f"{LONG} {name}"), clinic=f"Клиника «{LONG}» {LONG}"
    ),
    "hostile names": lambda: _results(
        change=_renamed("doctor", lambda name: f"{HOSTILE}{name}"), clinic=HOSTILE
    ),
    "eight months": lambda: _results(patients=120, years=0.72),
    "twelve years": lambda: _results(patients=500, years=12),
    "no amounts": lambda: _results(change=_without("amount", "doctor", "channel")),
    "a handful": lambda: _results(patients=12, years=3),
}
"""By what is unusual about them."""
READERS = [
    *((clinic, "ru") for clinic in CLINICS),
    *((clinic, "en") for clinic in ("usual", "long names", "no amounts")),
]
"""Every clinic in Russian, the most different ones in English too."""


@cache
def results(clinic: str, language: str = "ru") -> Results:
    """The results of a clinic in a language."""
    return replace(_in_russian(clinic), language=language)


@cache
def _in_russian(clinic: str) -> Results:
    return CLINICS[clinic]()


@cache
def report(clinic: str, language: str = "ru", kind: Kind = Kind.YEAR) -> Report:
    """The report of a clinic in a language."""
    return make(results(clinic, language), kind, TEXTS)
