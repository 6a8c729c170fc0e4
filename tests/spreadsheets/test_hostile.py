"""Hostile files: each is refused in words, soon, and leaves the bot as it was."""

import os
import resource
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from files.child import FileReader
from spreadsheets.mapping import UploadAnswers
from spreadsheets.refusals import FileRefusedError, RefusalReason
from tests.spreadsheets.hostile import HOSTILE

KEY = bytes(32)
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
