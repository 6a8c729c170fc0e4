"""From 20 000 visits dropped in the chat to the headline of their metrics: `python -m benchmarks.headline`.

The real program in its process with its readers and reckoners warm; the simulated Telegram and the owner in
this one. The owner keeps the file as soon as its preview is there; thinking takes no time here.
"""

import asyncio
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import xlsxwriter

from benchmarks.people import START, Owner
from benchmarks.running_bot import WatchedTelegram, running
from benchmarks.synthetic import SyntheticClinic, visit_rows
from benchmarks.table import Row, at_most, percentile, print_table
from simulator.refusal import JsonObject
from simulator.server import start

ROWS = 20_000
YEARS = 6.0
PATIENTS = 4_200
FILES = 5
PATIENCE = 60.0
GOAL = 3.0
KEEP = "Загрузить"
HEADINGS = {
    "patient": "Карта",
    "date": "Дата приема",
    "amount": "Оплачено",
    "doctor": "Врач",
    "channel": "Источник",
}


class Waiting:
    """An owner who notes when a message of the bot comes."""

    def __init__(self, telegram: WatchedTelegram) -> None:
        self.owner = Owner(telegram, telegram.account)
        self._messages: list[JsonObject] = []
        telegram.account.watchers.append(self._notice)

    async def until(self, fits: Callable[[str], bool]) -> float:
        """When a message with such a text is there."""
        async with asyncio.timeout(PATIENCE):
            while not any(fits(message.get("text", "")) for message in self._messages):  # noqa: ASYNC110
                await asyncio.sleep(0.002)
        self._messages.clear()
        return time.perf_counter()

    def _notice(self, chat: object, kind: str, content: JsonObject) -> None:
        if chat is self.owner.chat and kind in ("message", "edited"):
            self._messages.append(content)


def workbook(seed: int, rows: int) -> bytes:
    """A visit export of a clinic as its software writes it."""
    clinic = SyntheticClinic(returning=0.85)
    frame = visit_rows(clinic, PATIENTS, YEARS, np.random.default_rng(seed), labels=True)[:rows]
    assert len(frame) == rows
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Визиты")
    columns = [frame["patient"], frame["date"].dt.to_pydatetime(), frame["amount"] / 100, frame["doctor"]]
    sheet.write_row(0, 0, list(HEADINGS.values()))
    for row, cells in enumerate(zip(*columns, frame["channel"], strict=True), 1):
        sheet.write_row(row, 0, cells)
    book.close()
    return content.getvalue()


async def measure(files: int = FILES, rows: int = ROWS) -> list[Row]:
    """Drop several files of so many rows one after another, each of somebody new."""
    telegram = WatchedTelegram()
    server = await start(telegram, port=0)
    previews, headlines = [], []
    with tempfile.TemporaryDirectory() as folder:
        async with running(server.url, Path(folder)):
            await telegram.polled.wait()
            for seed in range(files + 1):
                preview, headline = await _dropped(telegram, workbook(seed, rows))
                if seed:  # the first one waits for processes that are still getting warm
                    previews.append(preview)
                    headlines.append(headline)
    await server.stop()
    whole = [one + other for one, other in zip(previews, headlines, strict=True)]
    worst = max(whole)
    return [
        Row("rows in a workbook", f"{rows:,}"),
        Row("dropped → preview, median", _seconds(percentile(previews, 50))),
        Row("kept → headline, median", _seconds(percentile(headlines, 50))),
        Row("both, median", _seconds(percentile(whole, 50))),
        at_most(f"both, longest of {files}", worst, GOAL, _seconds(worst), "s"),
    ]


async def _dropped(telegram: WatchedTelegram, content: bytes) -> tuple[float, float]:
    """Seconds to the preview of a file, and from keeping it to the headline."""
    waiting = Waiting(telegram)
    waiting.owner.take(START)
    await waiting.until(bool)
    begun = time.perf_counter()
    waiting.owner.chat.send_document("визиты.xlsx", content)
    seen = await waiting.until(lambda text: "В файле" in text)
    waiting.owner.chat.press(KEEP)
    kept = time.perf_counter()
    shown = await waiting.until(lambda text: "👉" in text and "LTV" in text)
    return seen - begun, shown - kept


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s"


if __name__ == "__main__":
    print_table("From a file to the headline", asyncio.run(measure()))
