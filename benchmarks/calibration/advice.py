"""Whether arrows and advice speak of what happened, and of nothing where nothing did."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from benchmarks.calibration.clinics import OPENS, MidlifeClinic, export, live
from benchmarks.calibration.values import histories
from metrics.advice import Rule
from metrics.analysis import Analysis, analyze
from metrics.days import as_date, month_end_day, month_of
from metrics.judgement import Verdict, verdicts
from metrics.looks import ClinicRecord, MonthEndLook, look
from metrics.turnover_level import standing_fall

LOOKS = 12
OF_THE_CHECK = frozenset(
    (Rule.LEVEL_FELL, Rule.CHECK_FELL, Rule.CHECK_FELL_FREQUENCY_ROSE, Rule.TURNOVER_FELL)
)


def alarms(clinic: MidlifeClinic, clinics: int, seed: int = 3) -> tuple[float, float]:
    """Share of clinics with a confirmed arrow, a standing fall or an early sign: at one look, in twelve."""
    last, ever = 0, 0
    for history in histories(clinic, clinics, seed):
        record = ClinicRecord.of(history)
        end = record.months[-1]
        said = list(_said([look(record, month) for month in range(end - LOOKS, end + 1)]))
        last += said[-1]
        ever += any(said)
    return last / clinics, ever / clinics


def _said(looks: list[MonthEndLook]) -> Iterator[bool]:
    for before, now in pairwise(looks):
        arrows = set(verdicts(now.tests, before.tests).values()) & {Verdict.ROSE, Verdict.FELL}
        signs = (
            bool(now.returns and before.returns and now.returns.is_fall and before.returns.is_fall),
            bool(now.early and before.early and now.early.is_fall and before.early.is_fall),
            standing_fall(now.shifts, before.shifts) is not None,
        )
        yield bool(arrows) or any(signs)


def names_the_fall(clinic: MidlifeClinic, clinics: int, month: int, seed: int = 5) -> float:
    """Share of clinics whose advice at the end of a month of the export begins with the fall of the check or
    of turnover, with its roubles."""
    end = as_date(month_end_day(month_of(OPENS) + month - 1))
    found = 0
    for number in range(clinics):
        rng = np.random.default_rng((seed, number))
        analysis: Analysis = analyze(
            export(clinic, live(clinic, rng)), end, np.random.default_rng(1), with_outlook=False
        )
        first = analysis.findings[0] if analysis.findings else None
        found += first is not None and first.rule in OF_THE_CHECK and bool(first.money and first.money < 0)
    return found / clinics
