"""The worker process: it draws what the bot cannot, and its troubles do not become the bot's."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from charts.drawing import draw
from charts.requests import ChartRequest
from charts.worker import ChartWorker
from tests.charts.samples import bridge, channels
from workers.worker import WorkerDied, WorkerFailed, WorkerTimedOut

ROOT = Path(__file__).parent.parent.parent

in_one_loop = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[ChartWorker]:
    worker = ChartWorker()
    await worker.start()
    yield worker
    await worker.close()
    assert worker.pid is not None
    assert not _lives(worker.pid)


@contextmanager
def halted(worker: ChartWorker) -> Iterator[int]:
    """The worker process, kept from doing anything: a drawing begun now is unfinished for sure."""
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield pid
    finally:
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            assert worker.pid != pid


@in_one_loop
async def test_everybody_gets_their_own_picture(worker: ChartWorker) -> None:
    requests: list[ChartRequest] = [
        bridge(),
        bridge(language="en"),
        channels(444, (3, 2)),
        bridge("no growth"),
    ]
    pictures = await asyncio.gather(*(worker.draw(request) for request in requests))
    assert pictures == [draw(request) for request in requests]


@in_one_loop
async def test_the_loop_goes_on_while_a_picture_is_drawn(worker: ChartWorker) -> None:
    with halted(worker):
        drawing = asyncio.create_task(worker.draw(bridge()))
        await asyncio.wait_for(asyncio.sleep(0.05), timeout=60)
        assert not drawing.done()
    assert (await drawing).startswith(b"\x89PNG")


@in_one_loop
async def test_a_worker_killed_while_drawing_is_replaced(worker: ChartWorker) -> None:
    with halted(worker) as pid:
        drawing = asyncio.create_task(worker.draw(bridge()))
        await asyncio.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkerDied):
            await drawing
    assert await worker.draw(bridge()) == draw(bridge())
    assert worker.pid != pid


@in_one_loop
async def test_a_worker_killed_while_idle_is_replaced_unnoticed(worker: ChartWorker) -> None:
    before = worker.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    await _eventually(lambda: not _lives(before))
    await asyncio.sleep(0.05)  # asyncio has buried it and is about to say so
    assert (await worker.draw(bridge())).startswith(b"\x89PNG")
    assert worker.pid != before


@in_one_loop
async def test_a_worker_that_hangs_is_replaced(worker: ChartWorker) -> None:
    with halted(worker) as pid:
        with pytest.raises(WorkerTimedOut):
            await worker.draw(bridge(), timeout=0.1)
        assert not _lives(pid)
    assert worker.pid != pid


@in_one_loop
async def test_a_caller_who_gives_up_leaves_no_picture_to_the_next(worker: ChartWorker) -> None:
    with halted(worker) as pid:
        given_up = asyncio.create_task(worker.draw(bridge()))
        waiting = asyncio.create_task(worker.draw(bridge(language="en")))
        gone = asyncio.create_task(worker.draw(bridge("no growth")))
        await asyncio.sleep(0.05)
        given_up.cancel()
        gone.cancel()
        await asyncio.sleep(0.05)
        assert given_up.cancelled()
        assert gone.cancelled()
    assert await waiting == draw(bridge(language="en"))
    assert worker.pid == pid


@in_one_loop
async def test_a_request_that_cannot_be_drawn_harms_nobody(worker: ChartWorker) -> None:
    pid = worker.pid
    with pytest.raises(WorkerFailed) as failure:
        await worker.draw(bridge(language="klingon", subject="Доктор Смирнова"))
    assert "KeyError" in str(failure.value)
    assert "Смирнова" not in str(failure.value)
    assert (await worker.draw(bridge())).startswith(b"\x89PNG")
    assert worker.pid == pid


@in_one_loop
async def test_a_worker_closed_while_warming_up_leaves_nothing_behind() -> None:
    worker = ChartWorker()
    drawing = asyncio.create_task(worker.draw(bridge()))
    await _eventually(lambda: worker.pid is not None)
    await worker.close()
    with pytest.raises(WorkerDied):
        await drawing
    assert worker.pid is not None
    assert not _lives(worker.pid)
    with pytest.raises(WorkerDied, match="closed"):
        await worker.draw(bridge())


def test_the_worker_imports_nothing_of_the_bot() -> None:
    """It warms up, finds its input closed and ends; Python lists every module it has imported meanwhile."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "charts"],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    imported = {line.rsplit(b"|", 1)[-1].strip().decode() for line in run.stderr.splitlines() if b"|" in line}
    assert "matplotlib.figure" in imported
    of_the_bot = {"aiogram", "aiohttp", "asyncio", "bot", "handlers", "pandas", "sqlalchemy"}
    assert not of_the_bot & {module.split(".")[0] for module in imported}
    assert "matplotlib.pyplot" not in imported


def test_the_bot_imports_nothing_of_the_worker() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import sys, charts.worker, charts.requests; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    tops = {module.split(".")[0] for module in run.stdout.decode().split()}
    assert "asyncio" in tops
    assert not tops & {"matplotlib", "numpy", "PIL", "fluent"}


async def _eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 -- the kernel sends no event
            await asyncio.sleep(0.01)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
