"""The process that makes reports: what it answers, and what it never loads."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from reports.orders import ReportFile, ReportOrder
from reports.worker import ReportWorker
from tests.reports.clinics import report, results

STARTS = {"pdf": b"%PDF-", "pptx": b"PK", "xlsx": b"PK"}


@pytest.fixture
async def worker() -> AsyncIterator[ReportWorker]:
    made = ReportWorker()
    yield made
    await made.close()


async def test_every_file_comes_with_two_lines(worker: ReportWorker) -> None:
    for file in ReportFile:
        made = await worker.make(ReportOrder(results("usual"), file))
        assert made is not None
        assert made.content.startswith(STARTS[made.suffix])
        assert len(made.summary) == 2
        if file is not ReportFile.MONTH:
            assert made.summary == report("usual").summary


async def test_a_handful_of_patients_has_none(worker: ReportWorker) -> None:
    few = results("a handful")
    few = replace(few, analysis=replace(few.analysis, patients=9))
    assert await worker.make(ReportOrder(few, ReportFile.YEAR)) is None


async def test_whoever_stops_ends_the_work(worker: ReportWorker) -> None:
    await worker.start()
    first = worker.pid
    making = asyncio.create_task(worker.make(ReportOrder(results("usual"), ReportFile.YEAR)))
    await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    made = await worker.make(ReportOrder(results("usual"), ReportFile.TABLES))
    assert made is not None
    assert first is not None


def test_neither_messenger_nor_database_is_loaded() -> None:
    code = "import sys; import reports.__main__; print({'aiogram', 'sqlalchemy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "set()"
