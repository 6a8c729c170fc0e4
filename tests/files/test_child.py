"""The process that reads files: its troubles do not become the bot's."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import pytest_asyncio

from datasets.merging import UploadRows
from datasets.packing import unpack
from files.child import FileReader
from files.wire import Budget
from metrics.funnel import Figure
from metrics.visits import Visits
from services.example import example_segment
from spreadsheets.grid import read_grid
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import open_file
from spreadsheets.reading import ReadingStep
from spreadsheets.refusals import FileRefusedError, RefusalReason
from spreadsheets.synonyms import ColumnField
from spreadsheets.template_reading import is_template
from tests.spreadsheets.clinics import LAYOUTS, paid_by_visit, random_clinic, written
from workbooks.plan_orders import Heading, PlanBook
from workers.worker import WorkerDied

in_one_loop = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[2]
KEY = bytes(32)
LINES = random_clinic(seed=1)
FILE = written(LINES, LAYOUTS[0])
SLOW = b"patient id;date;paid\n" + b"".join(b"%d;01.02.2024;%d,5\n" % (n, n) for n in range(300_000))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[FileReader]:
    reader = FileReader()
    await reader.start()
    yield reader
    await reader.close()
    assert reader.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(reader.pid, 0)


def total(visits: Visits) -> int:
    return int(visits.amount.sum())


@in_one_loop
async def test_a_file_comes_back_as_preview_and_rows(reader: FileReader) -> None:
    steps: list[ReadingStep] = []
    read = await reader.read(FILE, UploadAnswers(), steps.append, key=KEY)
    assert steps == [ReadingStep.OPENING, ReadingStep.LOCATING, ReadingStep.PARSING, ReadingStep.COUNTING]
    assert (
        read.preview.turnover
        == total(Visits.from_frame(unpack(read.rows)))
        == sum(paid_by_visit(LINES).values())
    )


@in_one_loop
async def test_yearly_figures_come_back_without_rows(reader: FileReader) -> None:
    table = "Показатель;2024;2025;2026\nПациентов;1700;1850;2000\nНовых;1;2;3\nОборот;1;2;60\n".encode()
    read = await reader.read(table, UploadAnswers(year=2025, rows={"Оборот": None}), key=KEY)
    assert read.preview.figures is not None
    said = {found.figure: found.value.value for found in read.preview.figures.figures}
    assert said == {Figure.PATIENTS: 1850, Figure.PREVIOUS_PATIENTS: 1700, Figure.NEW_PATIENTS: 2}
    assert len(unpack(read.rows)) == 0


@in_one_loop
async def test_workbooks_are_written_by_the_process(reader: FileReader) -> None:
    template = await reader.template("en", 2026)
    assert is_template(read_grid(open_file(template.content)))
    segment = example_segment(2027)
    heading = Heading(2027, None, "ru", "RUB")
    plan = await reader.plan(PlanBook(heading, segment.forecast(), None, ("Отток",)))
    assert [sheet.name for sheet in read_grid(open_file(plan.content))] == [
        "План",
        "По месяцам",
        "Как посчитано",
    ]


@in_one_loop
async def test_answers_reach_the_process(reader: FileReader) -> None:
    read = await reader.read(FILE, UploadAnswers(columns={"Оплачено": None, "E": ColumnField.PAID}), key=KEY)
    assert read.preview.turnover == sum(line.charged for line in LINES)


@in_one_loop
async def test_files_wait_for_each_other(reader: FileReader) -> None:
    reads = await asyncio.gather(*(reader.read(FILE, UploadAnswers(), key=KEY) for _ in range(3)))
    assert {read.preview.rows for read in reads} == {len(LINES)}


@in_one_loop
async def test_kept_rows_come_back_as_tables(reader: FileReader) -> None:
    read = await reader.read(FILE, UploadAnswers(), key=KEY)
    written = await reader.visits([UploadRows(read.rows)])
    with ZipFile(BytesIO(written.content)) as archive:
        table = archive.read("visits-1.csv").decode("utf-8-sig").splitlines()
    assert (written.suffix, len(table)) == ("zip", 1 + read.preview.rows)


@in_one_loop
async def test_the_same_process_reads_on_after_a_refusal(reader: FileReader) -> None:
    before = reader.pid
    with pytest.raises(FileRefusedError) as caught:
        await reader.read(b"", UploadAnswers(), key=KEY)
    assert caught.value.refusal.reason is RefusalReason.EMPTY
    await reader.read(FILE, UploadAnswers(), key=KEY)
    assert reader.pid == before


@in_one_loop
async def test_the_loop_goes_on_while_a_file_is_read(reader: FileReader) -> None:
    reading = asyncio.create_task(reader.read(SLOW, UploadAnswers(), key=KEY))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert (await reading).preview.rows == 300_000
    assert turns > 20


@in_one_loop
async def test_a_reader_killed_at_work_is_replaced(reader: FileReader) -> None:
    pid = reader.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    reading = asyncio.create_task(reader.read(FILE, UploadAnswers(), key=KEY))
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WorkerDied):
        await reading
    assert (await reader.read(FILE, UploadAnswers(), key=KEY)).preview.rows == len(LINES)
    assert reader.pid != pid


@in_one_loop
async def test_stopping_ends_the_work_at_once(reader: FileReader) -> None:
    pid = reader.pid
    assert pid is not None
    started = asyncio.Event()
    reading = asyncio.create_task(reader.read(SLOW, UploadAnswers(), lambda _: started.set(), key=KEY))
    await started.wait()
    assert len(running(pid)) == 2
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert running(pid) == []


def running(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, process_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(process_group) == group and state != "Z":
                found.append(path.parent.name)
    return found


@in_one_loop
@pytest.mark.parametrize(
    "budget",
    [Budget(memory=600_000_000), Budget(cpu=0), Budget(seconds=0.05)],
    ids=["memory", "processor", "clock"],
)
async def test_a_file_that_costs_more_than_it_may_is_refused(reader: FileReader, budget: Budget) -> None:
    with pytest.raises(FileRefusedError) as caught:
        await reader.read(SLOW * 4, UploadAnswers(), budget=budget, key=KEY)
    assert caught.value.refusal.reason is RefusalReason.TOO_HEAVY


def imported_by(statement: str) -> set[str]:
    script = f"import sys; {statement}; print(*(name.split('.')[0] for name in sys.modules))"
    done = subprocess.run(  # noqa: S603 - this interpreter, a script from here
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_bots_side_loads_no_tables() -> None:
    loaded = imported_by("import files.child")
    assert not loaded & {
        "pandas",
        "pyarrow",
        "fastexcel",
        "openpyxl",
        "xlsxwriter",
        "msoffcrypto",
        "cryptography",
    }


def test_the_process_loads_no_messenger() -> None:
    loaded = imported_by("import files.__main__, files.warming as w; w.warm_up()")
    assert not loaded & {"aiogram", "aiogram_dialog", "handlers", "storage", "sqlalchemy"}
