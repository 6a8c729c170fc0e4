"""Every benchmark in small: it runs through and says what it is there to say. What it measures is no test."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import (
    analysis_speed,
    charts,
    durable_writes,
    headline,
    latency,
    reports,
    soak,
    spreadsheets,
    startup,
)
from benchmarks.__main__ import BENCHMARKS
from benchmarks.calibration.__main__ import of_calls, of_plans, of_records
from benchmarks.table import Row
from charts.analysis import AnalysisPicture
from reports.orders import ReportFile

ROOT = Path(__file__).parents[2]
TRIED_HERE = {
    "updates",
    "startup",
    "latency",
    "charts",
    "durable_writes",
    "analysis_speed",
    "spreadsheets",
    "headline",
    "reports",
}


def measured(rows: list[Row]) -> dict[str, str]:
    """What is said of what; no figure is missing."""
    said = {row.what: row.measured for row in rows}
    assert not [what for what, figure in said.items() if "nan" in figure]
    return said


def test_what_make_bench_runs_is_tried_here() -> None:
    assert set(BENCHMARKS) == TRIED_HERE


def test_an_update() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.updates", "--rounds", "1", "--chats", "2"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for table in ("in memory", "over HTTP"):
        assert f"## An update, {table}" in run.stdout
    for bot in ("this bot, nothing kept", "this bot, durable"):
        assert run.stdout.count(f"| {bot}, against the echo: CPU ") == 2


async def test_a_start() -> None:
    said = measured(await startup.measure(times=1))
    assert {"import aiogram", "bot.py run until its first getUpdates"} < set(said)


async def test_what_an_owner_waits_for() -> None:
    said = measured(await latency.measure(seconds=4.0, rate=25.0, chats=12))
    assert said["charts that did not come"].startswith("0 of ")
    assert "first answer after a tap or text, p99" in said


async def test_a_soak() -> None:
    said = measured(await soak.soak(1, seconds=2.0, rate=25.0, chats=12))
    assert int(said["updates answered"]) > 0
    assert said["charts that did not come"] == "0"


async def test_from_a_file_to_the_headline() -> None:
    said = measured(await headline.measure(files=2, rows=2_000))
    assert said["rows in a workbook"] == "2,000"
    assert "both, median" in said


def test_charts(capsys: pytest.CaptureFixture[str]) -> None:
    charts.main(rounds=1, charts=2)
    said = capsys.readouterr().out
    of_analysis = [
        f"analysis, {picture}" for picture in AnalysisPicture if picture is not AnalysisPicture.BRANCHES
    ]
    for chart in ("bridge", "channels", "plan and fact", "months of a year", *of_analysis):
        assert f"{chart}: drawing against bare matplotlib" in said
    assert "loop stall max, 2 charts" in said


def test_a_report() -> None:
    said = measured(reports.rows(ReportFile.TABLES, patients=400))
    assert int(said["tables: size"].removesuffix(" kB")) > 0


def test_durable_writes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    durable_writes.main(rounds=1, seconds=0.1)
    said = capsys.readouterr().out
    assert all(way in said for way in durable_writes.WAYS)
    assert "target: group commit" in said


def test_the_speed_of_the_analysis(capsys: pytest.CaptureFixture[str]) -> None:
    analysis_speed.main(["10000"])
    said = capsys.readouterr().out
    assert all(f"| {contender} |" in said for contender in analysis_speed.CONTENDERS)
    assert "| rows | processor, s |" in said


async def test_spreadsheets(capsys: pytest.CaptureFixture[str]) -> None:
    await spreadsheets.main([500], rounds=1)
    said = capsys.readouterr().out
    for format_ in ("xlsx", "csv"):
        assert f"500 rows of {format_}" in said
    assert said.count("  command line: ") == 2


def test_calibration() -> None:
    lines = [*of_records(3), *of_calls(3), *of_plans(20)]
    assert not [str(line) for line in lines if line.what == "changed ids (all), found" and not line.is_kept]
    assert all(str(line).count("|") == 5 for line in lines)
