"""How long the whole analysis takes, beside polars, duckdb and one summary of `lifetimes` on the same rows.

`python -m benchmarks.analysis_speed [rows]`. Every contender runs by itself in a fresh one-threaded process,
from rows already in memory in its own form; the time is the best of three, the memory what its work adds at
most. `rows` defaults to a million; growth is measured from ten thousand up to it. Linux only.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypedDict, TypeVar

import numpy as np
import pandas as pd

from benchmarks.synthetic import OPENED, SyntheticClinic, visit_rows
from metrics.analysis import Analysis, analyze
from metrics.days import as_date, day_number, last_complete_month, month_end_day, window_days
from metrics.ltv import Window, registered, within_window
from metrics.resampling import Resample
from metrics.visits import VisitHistory, Visits

ROWS = 1_000_000
YEARS = 6.0
AS_OF = date(2024, 12, 31)
CLINIC = SyntheticClinic(returning=0.912, gap=(15, 100))
ROWS_PER_PATIENT = 1_000_000 / 120_000
WINDOW = Window(12, window_days(12), provisional=False)
REPEATS = 3
THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1")
Found = TypeVar("Found")


class Result(TypedDict):
    """What one contender reports: seconds by the clock and of the processor, MiB added, sums to compare."""

    wall: float
    cpu: float
    memory: float
    figures: dict[str, int]


def contender_pulse(folder: Path) -> Result:
    rows = _frame(folder)

    def work() -> Analysis:
        visits = Visits.from_frame(rows)
        return analyze(
            visits,
            AS_OF,
            np.random.default_rng(1),
            with_outlook=False,
            window_months=WINDOW.months,
            kept_since=OPENED,
        )

    return _timed(work, _figures_of)


def contender_registered(folder: Path) -> Result:
    """Registered LTV of 36 month-ends alone, from the history on."""
    history = VisitHistory.at(Visits.from_frame(_frame(folder)), AS_OF)
    resample = Resample.draw(history.patients, np.random.default_rng(1))
    return _timed(
        lambda: registered(within_window(history, WINDOW), history.as_of, resample),
        lambda line: {"ltv_revenue": line[-1].revenue, "ltv_patients": line[-1].patients},
    )


def contender_lifetimes(folder: Path) -> Result:
    from lifetimes.utils import summary_data_from_transaction_data

    rows = _frame(folder)
    return _timed(
        lambda: summary_data_from_transaction_data(
            rows, "patient", "date", "amount", observation_period_end=AS_OF
        ),
        lambda summary: {"patients": len(summary)},
    )


def contender_polars(folder: Path) -> Result:
    import polars as pl

    from benchmarks.polars_tables import tables

    rows = pl.read_parquet(folder / "rows.parquet").rechunk()
    ends = _month_ends()

    def figures(found: dict[str, Any]) -> dict[str, int]:
        last = found["registered"].row(-1, named=True)
        return {"ltv_revenue": last["amount"], "ltv_patients": last["patients"]}

    return _timed(lambda: tables(rows, AS_OF, WINDOW.days, ends), figures)


def contender_duckdb(folder: Path) -> Result:
    import duckdb

    from benchmarks.duckdb_tables import tables

    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(f"CREATE TABLE rows AS FROM '{folder / 'rows.parquet'}'")
    connection.execute("CREATE TABLE ends (month_end DATE, previous_end DATE)")
    ends = _month_ends()
    connection.executemany(
        "INSERT INTO ends VALUES (?, ?)", list(zip(ends, [date(1900, 1, 1), *ends[:-1]], strict=True))
    )

    def figures(found: dict[str, list[Any]]) -> dict[str, int]:
        _, revenue, patients = found["registered"][-1]
        return {"ltv_revenue": int(revenue), "ltv_patients": int(patients)}

    return _timed(lambda: tables(connection, AS_OF, WINDOW.days), figures)


CONTENDERS = {
    "pulse": contender_pulse,
    "registered": contender_registered,
    "lifetimes": contender_lifetimes,
    "polars": contender_polars,
    "duckdb": contender_duckdb,
}


def _timed(work: Callable[[], Found], figures: Callable[[Found], dict[str, int]]) -> Result:
    # Forgets the peak of the loading, so that the next one is of the work alone.
    Path("/proc/self/clear_refs").write_text("5")
    before = _memory("VmRSS")
    walls, cpus = [], []
    for _ in range(REPEATS):
        wall, cpu = perf_counter(), process_time()
        found = work()
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    added = _memory("VmHWM") - before
    return Result(wall=min(walls), cpu=min(cpus), memory=added, figures=figures(found))


def _memory(kind: str) -> float:
    """Resident memory of this process now (VmRSS) or at its highest (VmHWM), MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


def _frame(folder: Path) -> pd.DataFrame:
    rows: pd.DataFrame = pd.read_pickle(folder / "rows.pickle")  # noqa: S301
    return rows


def _month_ends() -> list[date]:
    last = last_complete_month(day_number(AS_OF))
    return [as_date(month_end_day(month)) for month in range(last - 35, last + 1)]


def _figures_of(analysis: Analysis) -> dict[str, int]:
    last = analysis.registered[-1]
    return {"ltv_revenue": last.revenue, "ltv_patients": last.patients, "patients": analysis.patients}


def prepare(folder: Path, rows: int) -> int:
    """Write the rows in every contender's form; how many there are."""
    import polars as pl

    frame = visit_rows(CLINIC, round(rows / ROWS_PER_PATIENT), YEARS, np.random.default_rng(0), labels=True)
    frame.to_pickle(folder / "rows.pickle")
    columns = {name: frame[name].tolist() for name in frame.columns if name != "date"}
    columns["date"] = [moment.date() for moment in frame["date"].dt.to_pydatetime()]
    pl.DataFrame(columns).write_parquet(folder / "rows.parquet")
    return len(frame)


def run(contender: str, folder: Path) -> Result:
    """One contender in a fresh process."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.analysis_speed", "--contender", contender, str(folder)],
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Result = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(rows: int) -> None:
    """Print every contender on the same rows; the sums they share must agree."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = prepare(folder, rows)
        results = {contender: run(contender, folder) for contender in CONTENDERS}
    ours = results["pulse"]
    print(f"{count:,} rows, {ours['figures']['patients']:,} patients, {YEARS:.0f} years, one thread\n")
    print("| contender | wall, s | processor, s | added memory, MiB | processor, ours = 1 |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for contender, result in results.items():
        seconds = f"{result['wall']:.2f} | {result['cpu']:.2f}"
        print(f"| {contender} | {seconds} | {result['memory']:.0f} | {result['cpu'] / ours['cpu']:.2f} |")
        for key in result["figures"].keys() & ours["figures"].keys():
            assert result["figures"][key] == ours["figures"][key], (contender, key, result["figures"], ours)


def growth(most: int) -> None:
    """Print time and memory per row of our own analysis from ten thousand rows up."""
    print("\n| rows | processor, s | microseconds a row | added memory, MiB | bytes a row |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    size = 10_000
    while size <= most:
        with tempfile.TemporaryDirectory() as name:
            count = prepare(Path(name), size)
            result = run("pulse", Path(name))
        time = f"{result['cpu']:.2f} | {result['cpu'] / count * 1e6:.2f}"
        print(f"| {count:,} | {time} | {result['memory']:.0f} | {result['memory'] * 2**20 / count:.0f} |")
        size *= 10


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--contender"]:
        print(json.dumps(CONTENDERS[arguments[1]](Path(arguments[2]))))
        return
    rows = int(arguments[0]) if arguments else ROWS
    compare(rows)
    growth(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
