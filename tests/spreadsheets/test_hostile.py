"""Hostile files: each is refused in words, soon, and leaves the bot as it was."""

import resource
import time
from collections.abc import AsyncIterator, Callable

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


@in_one_loop
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
async def test_refused(reader: FileReader, make: Callable[[], bytes]) -> None:
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    with pytest.raises(FileRefusedError) as caught:
        await reader.read(content, UploadAnswers(), key=KEY)
    assert time.perf_counter() - began < SECONDS
    assert caught.value.refusal.reason in (
        RefusalReason.TOO_HEAVY,
        RefusalReason.UNSAFE,
        RefusalReason.DAMAGED,
        RefusalReason.NO_ROWS,
    )
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 20 * MEGABYTE
