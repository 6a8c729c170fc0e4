"""Visits in a workbook and in csv: from the file's bytes to the preview of typed visits, beside bare readers.

`python -m benchmarks.spreadsheets [ROWS]…`, without numbers 100 000 and 1 000 000. The readers take turns, so
that a machine that is slower for a while is so for each of them.
"""

import asyncio
import csv
import io
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

import fastexcel
import pandas as pd
import xlsxwriter

from files.child import FileReader
from files.wire import Budget
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import Limits

HEADER = ("№ карты", "Дата приёма", "Врач", "Источник", "Стоимость", "Оплачено")
DOCTORS = ("Петрова А. И.", "Юсупов Р. М.", "Ким В. С.")
CHANNELS = ("Сайт", "По рекомендации", "Карты")
ROOM = Limits(unpacked=4_000_000_000)
ROUNDS = 5
BUDGET = Budget(memory=16_000_000_000, cpu=600, seconds=900.0)


def visits(rows: int) -> list[tuple[str, datetime, str, str, float, float]]:
    chance = Random(1)
    start = datetime(2022, 1, 1)  # noqa: DTZ001 - as a file has it
    made = []
    for _ in range(rows):
        charged = chance.randrange(50_000, 5_000_000)
        moment = start + timedelta(minutes=15 * chance.randrange(100_000))
        card = f"{chance.randrange(rows // 5):06}"
        made.append(
            (card, moment, chance.choice(DOCTORS), chance.choice(CHANNELS), charged / 100, charged // 10 / 10)
        )
    return made


def workbook(made: list[tuple[str, datetime, str, str, float, float]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet, date = book.add_worksheet("Визиты"), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.write_row(0, 0, HEADER)
    for number, (card, moment, doctor, channel, charged, paid) in enumerate(made, 1):
        sheet.write_string(number, 0, card)
        sheet.write_datetime(number, 1, moment, date)
        sheet.write_string(number, 2, doctor)
        sheet.write_string(number, 3, channel)
        sheet.write_number(number, 4, charged)
        sheet.write_number(number, 5, paid)
    book.close()
    return buffer.getvalue()


def text(made: list[tuple[str, datetime, str, str, float, float]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows((card, f"{moment:%d.%m.%Y %H:%M}", *rest) for card, moment, *rest in made)
    return buffer.getvalue().encode("cp1251")


class Peak:
    """The most memory a group of processes held at once, in megabytes, watched from a thread."""

    def __init__(self, group: int) -> None:
        self.megabytes = 0.0
        self._group = group
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    def stop(self) -> float:
        self._over.set()
        self._watcher.join()
        return self.megabytes

    def _watch(self) -> None:
        while not self._over.wait(0.01):
            children = Path(f"/proc/{self._group}/task/{self._group}/children").read_text().split()
            self.megabytes = max([self.megabytes, *map(_resident, children)])


def _resident(process: str) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 1e6


@dataclass(frozen=True)
class Run:
    """One reading: seconds by the clock and of processor, megabytes at the peak."""

    seconds: float
    processor: float
    peak: float


async def measured(reader: FileReader, content: bytes, key: bytes | None, rows: int) -> Run:
    """Read a file as the chat does, its rows packed under a key, or as the command line does, without one."""
    await reader.start()
    assert reader.pid is not None
    peak, before, began = Peak(reader.pid), _processor(reader.pid), time.perf_counter()
    read = await reader.read(content, UploadAnswers(), key=key, limits=ROOM, budget=BUDGET)
    seconds = time.perf_counter() - began
    assert read.preview.rows == rows
    await asyncio.sleep(0.5)  # until the fork has ended and its time is its parent's
    return Run(seconds, _processor(reader.pid) - before, peak.stop())


def _processor(process: int) -> float:
    """Seconds of processor of a process and of those of its children that ended."""
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def alone(bare: Callable[[bytes], object], content: bytes) -> Run:
    """One run of the bare reader."""
    began, before = time.perf_counter(), time.process_time()
    bare(content)
    return Run(time.perf_counter() - began, time.process_time() - before, 0.0)


def bare_workbook(content: bytes) -> None:
    fastexcel.read_excel(content).load_sheet(0).to_pandas()


def bare_text(content: bytes) -> None:
    types = {"№ карты": "str", "Врач": "category", "Источник": "category"}
    pd.read_csv(
        io.BytesIO(content),
        sep=";",
        encoding="cp1251",
        dtype=types,
        parse_dates=["Дата приёма"],
        date_format="%d.%m.%Y %H:%M",
    )


async def compare(rows: int, reader: FileReader, rounds: int) -> None:
    made = visits(rows)
    files = {"xlsx": (workbook(made), bare_workbook), "csv": (text(made), bare_text)}
    del made
    for name, (content, bare) in files.items():
        print(f"{rows} rows of {name}, {len(content) / 1e6:.1f} MB, medians of {rounds} rounds in turn:")
        runs: dict[str, list[Run]] = {"bare reader": [], "chat": [], "command line": []}
        for _ in range(rounds):
            runs["bare reader"].append(alone(bare, content))
            runs["chat"].append(await measured(reader, content, bytes(32), rows))
            runs["command line"].append(await measured(reader, content, None, rows))
        bare_run = middle(runs["bare reader"])
        for way, made_runs in runs.items():
            run = middle(made_runs)
            print(
                f"  {way}: {run.seconds:.2f} s ({run.processor:.2f} s of processor),"
                f" ratio {run.seconds / bare_run.seconds:.2f} ({run.processor / bare_run.processor:.2f})"
                + (f", process {run.peak:.0f} MB" if run.peak else "")
            )


def middle(runs: Sequence[Run]) -> Run:
    """The medians of the times, and the highest peak."""
    return Run(
        median(run.seconds for run in runs),
        median(run.processor for run in runs),
        max(run.peak for run in runs),
    )


async def main(sizes: Sequence[int], rounds: int = ROUNDS) -> None:
    print(f"{os.cpu_count()} cores")
    reader = FileReader()
    for rows in sizes:
        await compare(rows, reader, rounds)
    await reader.close()


if __name__ == "__main__":
    asyncio.run(main([int(rows) for rows in sys.argv[1:]] or [100_000, 1_000_000]))
