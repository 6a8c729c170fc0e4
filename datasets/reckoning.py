"""From a clinic's uploads to what was ordered; runs in the process of its own and on the command line."""

from collections.abc import Sequence

import numpy as np

from datasets.merging import UploadRows, merge
from datasets.orders import ReckoningOrder, WantedReckoning
from metrics.analysis import Analysis, analyze
from metrics.outlook import OutlookReport, outlook
from metrics.visits import VisitHistory, Visits

_SEED = 1
"""One for all: an analysis reckoned again says the same to the last digit."""


def reckon(order: ReckoningOrder, uploads: Sequence[UploadRows]) -> Analysis | OutlookReport | None:
    """The analysis, or the visits to expect (None without patients)."""
    visits = Visits.from_frame(merge(uploads))
    if order.wanted is WantedReckoning.ANALYSIS:
        return analysis(order, visits)
    return outlook_report(order, order.selection.of(visits))


def analysis(order: ReckoningOrder, visits: Visits) -> Analysis:
    """The analysis of what is selected of a clinic's visits, all but the visits to expect."""
    return analyze(
        order.selection.of(visits),
        order.day,
        np.random.default_rng(_SEED),
        decisions=order.decisions,
        window_months=order.window_months,
        begins=visits.first_day,
        with_outlook=False,
    )


def outlook_report(order: ReckoningOrder, visits: Visits) -> OutlookReport | None:
    """The visits to expect of patients already selected; None without patients."""
    history = VisitHistory.at(visits, order.day)
    return outlook(history, np.random.default_rng(_SEED)).report if history.patients else None
