"""Hostile files: each is refused in words, soon, and leaves the bot as it was."""

import os
import resource
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from files.child import FileReader
from files.wire import Budget
from spreadsheets.mapping import UploadAnswers
from spreadsheets.refusals import FileRefusedError, RefusalReason
from tests.spreadsheets.hostile import HOSTILE

KEY = bytes(32)
ROOM = Budget(memory=1_700_000_000)
"""Addresses for the libraries and their threads, 1.4 GB, and 300 MB of memory."""
in_one_loop = pytest.mark.asyncio(loop_scope="module")
MEGABYTE = 1_000_000
SECONDS = 3.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[FileReader]:
    reader = FileReader()
    await reader.start()
    yield reader
    await reader.close()


async def processor_seconds(reader: FileReader) -> float:
    """What all its forks have used so far; the last has been waited for when the next begins."""
    await reader.read(b"patient id;visit date;paid\n1;01.02.2024;10\n", UploadAnswers(), key=KEY)
    return _of_children(reader.pid)


def _of_children(process: int | None) -> float:
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[13:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@in_one_loop
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
async def test_refused(reader: FileReader, make: Callable[[], bytes]) -> None:
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    used = await processor_seconds(reader)
    with pytest.raises(FileRefusedError) as caught:
        await reader.read(content, UploadAnswers(), key=KEY)
    assert await processor_seconds(reader) - used < SECONDS
    assert caught.value.refusal.reason in (
        RefusalReason.TOO_HEAVY,
        RefusalReason.UNSAFE,
        RefusalReason.DAMAGED,
        RefusalReason.NO_ROWS,
    )
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 20 * MEGABYTE


def xml_2003(row: int, column: int) -> bytes:
    """Two visits of 100 roubles, and a third in a row that also has a cell in a far column."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"

    def cells(*texts: str) -> str:
        return "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts)

    far = f'<Cell ss:Index="{column}"><Data ss:Type="String">x</Data></Cell>'
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="S"><Table>'
        f"<Row>{cells('№ карты', 'Дата приёма', 'Оплачено')}</Row>"
        f"<Row>{cells('1', '01.02.2024', '100')}</Row><Row>{cells('2', '02.02.2024', '100')}</Row>"
        f'<Row ss:Index="{row}">{cells("3", "03.02.2024", "100")}{far}</Row>'
        "</Table></Worksheet></Workbook>"
    ).encode()


@in_one_loop
async def test_the_last_row_of_excel_2003_costs_little(reader: FileReader) -> None:
    used = await processor_seconds(reader)
    read = await reader.read(xml_2003(65_536, 4), UploadAnswers(), key=KEY, budget=ROOM)
    assert (read.preview.visits, read.preview.turnover) == (3, 30_000)
    assert await processor_seconds(reader) - used < SECONDS


@in_one_loop
async def test_the_last_row_in_the_last_column_of_a_sheet_is_too_heavy(reader: FileReader) -> None:
    used = await processor_seconds(reader)
    with pytest.raises(FileRefusedError) as caught:
        await reader.read(xml_2003(65_536, 16_384), UploadAnswers(), key=KEY, budget=ROOM)
    assert caught.value.refusal.reason is RefusalReason.TOO_HEAVY
    assert await processor_seconds(reader) - used < SECONDS
