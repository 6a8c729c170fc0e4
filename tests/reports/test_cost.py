"""The benchmark of reports runs: what it measures is looked at by `make bench`, not here."""

from benchmarks.reports import LIMITS, cost, results
from reports.orders import ReportFile, ReportOrder
from tests.reports.clinics import TEXTS


def test_every_file_is_made_and_weighed() -> None:
    found = results(patients=200)
    for file in ReportFile:
        spent, size = cost(ReportOrder(found, file), TEXTS)
        assert spent > 0
        assert size > 10_000
    assert set(LIMITS) == set(ReportFile)
