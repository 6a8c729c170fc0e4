"""`python -m benchmarks.reports`: what a report of a clinic of 10 000 patients costs, figures already there.

Each file is made in a process of its own, warm, and its processor time and peak memory are taken there.
"""

import subprocess
import sys
from datetime import date
from resource import RUSAGE_SELF, getrusage
from time import process_time

import numpy as np

from benchmarks.synthetic import SyntheticClinic, visits_of
from benchmarks.table import Row, at_most, print_table
from charts.warming import warm_up
from locales.texts import Texts
from metrics.analysis import analyze
from reports.files import written
from reports.orders import ReportFile, ReportOrder
from reports.pdf import fonts
from reports.results import Results

PATIENTS = 10_000
YEARS = 5
KILOBYTES = 1024
LIMITS = {ReportFile.MONTH: 1.5, ReportFile.YEAR: 1.5, ReportFile.SLIDES: 0.5, ReportFile.TABLES: 0.3}
MOST_MEGABYTES = 300.0


def results(patients: int = PATIENTS) -> Results:
    """The results of a synthetic clinic with six doctors and five channels."""
    rng = np.random.default_rng(7)
    visits = visits_of(SyntheticClinic(), patients, YEARS, rng, labels=True)
    analysis = analyze(visits, date(2023, 12, 31), rng, with_outlook=False)
    return Results(
        analysis=analysis,
        findings=analysis.findings,
        made_on=date(2024, 1, 10),
        language="ru",
        clinic="Лесная",
    )


def cost(order: ReportOrder, texts: Texts) -> tuple[float, int]:
    """Seconds of processor of the first making in this process, and bytes of the file."""
    fonts()
    warm_up()
    begun = process_time()
    made = written(order, texts)
    return process_time() - begun, 0 if made is None else len(made.content)


def rows(file: ReportFile, patients: int = PATIENTS) -> list[Row]:
    """The costs of one file as rows of a table; the peak is of the whole process, the analysis included."""
    spent, size = cost(ReportOrder(results(patients), file), Texts.load())
    peak = getrusage(RUSAGE_SELF).ru_maxrss / KILOBYTES
    return [
        at_most(f"{file}: processor", spent, LIMITS[file], f"{spent:.2f} s", "s"),
        at_most(f"{file}: peak memory", peak, MOST_MEGABYTES, f"{peak:.0f} MB", "MB"),
        Row(f"{file}: size", f"{size // KILOBYTES} kB"),
    ]


def main() -> int:
    """Measure every file in a process of its own; returns the worst exit code."""
    if len(sys.argv) > 1:
        file = ReportFile(sys.argv[1])
        found = rows(file)
        print_table(f"Report: {file}", found)
        return int(any(row.met is False for row in found))
    runs = [[sys.executable, "-m", "benchmarks.reports", file] for file in ReportFile]
    return max(subprocess.run(run, check=False).returncode for run in runs)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
