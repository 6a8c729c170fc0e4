"""100 000 visits in a workbook and in csv: from the file's bytes to its preview, beside the bare readers.

`python -m benchmarks.spreadsheets [ROWS]`
"""

import asyncio
import csv
import io
import os
import resource
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import fastexcel
import pandas as pd
import xlsxwriter

from spreadsheets.child import FileReader
from spreadsheets.mapping import Answers
from spreadsheets.opening import Limits
from spreadsheets.wire import Budget

HEADER = ("№ карты", "Дата приёма", "Врач", "Источник", "Стоимость", "Оплачено")
DOCTORS = ("Петрова А. И.", "Юсупов Р. М.", "Ким В. С.")
CHANNELS = ("Сайт", "По рекомендации", "Карты")
ROOM = Limits(unpacked=4_000_000_000)
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


async def measured(reader: FileReader, content: bytes) -> tuple[float, float, int]:
    """Seconds to the preview, megabytes at the peak, rows."""
    await reader.start()
    assert reader.pid is not None
    peak = Peak(reader.pid)
    began = time.perf_counter()
    read = await reader.read(content, Answers(), key=bytes(32), limits=ROOM, budget=BUDGET)
    seconds = time.perf_counter() - began
    return seconds, peak.stop(), read.preview.rows


def bare_workbook(content: bytes) -> float:
    began = time.perf_counter()
    fastexcel.read_excel(content).load_sheet(0).to_pandas()
    return time.perf_counter() - began


def bare_text(content: bytes) -> float:
    types = {"№ карты": "str", "Врач": "category", "Источник": "category"}
    began = time.perf_counter()
    pd.read_csv(
        io.BytesIO(content),
        sep=";",
        encoding="cp1251",
        dtype=types,
        parse_dates=["Дата приёма"],
        date_format="%d.%m.%Y %H:%M",
    )
    return time.perf_counter() - began


async def main(rows: int) -> None:
    made = visits(rows)
    files = {"xlsx": (workbook(made), bare_workbook), "csv": (text(made), bare_text)}
    reader = FileReader()
    print(f"{rows} rows, {os.cpu_count()} cores")
    for name, (content, bare) in files.items():
        bare(content)
        alone = min(bare(content) for _ in range(3))
        runs = [await measured(reader, content) for _ in range(3)]
        seconds, peak = min(run[0] for run in runs), max(run[1] for run in runs)
        assert runs[0][2] == rows
        print(
            f"{name}: {len(content) / 1e6:.1f} MB, preview {seconds:.2f} s, process {peak:.0f} MB,"
            f" bare reader {alone:.2f} s, ratio {seconds / alone:.2f}"
        )
    await reader.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
