"""A process that works for the bot: orders in, answers out, and its end is never the bot's."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from subprocess import PIPE

import pytest
import pytest_asyncio

from workers.wire import FrameKind, head
from workers.worker import Worker, WorkerDied, WorkerFailed, WorkerTimedOut

in_one_loop = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[2]
LARGE = bytes(range(256)) * 4096  # more than a pipe holds


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Worker]:
    worker = Worker("tests.workers.echo", ends_with_caller=True)
    yield worker
    await worker.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def forking() -> AsyncIterator[Worker]:
    worker = Worker("tests.workers.echo_in_forks", ends_with_caller=True)
    yield worker
    await worker.close()


async def ask(worker: Worker, *order: bytes, seconds: float = 20) -> list[bytes]:
    return await worker.ask(order, list, seconds)


@in_one_loop
@pytest.mark.parametrize("parts", [[], [b""], [b"one", b"", LARGE], [b"."] * 254], ids=len)
async def test_parts_come_back_as_they_were_sent(worker: Worker, forking: Worker, parts: list[bytes]) -> None:
    assert await ask(worker, b"echo", *parts) == parts
    assert await ask(forking, b"echo", *parts) == parts


@in_one_loop
async def test_steps_are_told_in_order_before_the_answer(worker: Worker) -> None:
    told: list[str] = []
    assert await worker.ask([b"steps", b"open", "счёт".encode()], list, 20, told.append) == []
    assert told == ["open", "счёт"]


@in_one_loop
async def test_what_a_library_prints_is_no_answer(worker: Worker) -> None:
    assert await ask(worker, b"print", b"progress: 50 %") == []
    assert await ask(worker, b"echo", b"next") == [b"next"]


@in_one_loop
async def test_an_error_says_where_and_repeats_no_words(worker: Worker) -> None:
    before = worker.pid
    with pytest.raises(WorkerFailed, match=r"^LookupError in handle:\d+ ") as failure:
        await ask(worker, "Смирнова".encode())
    assert "Смирнова" not in str(failure.value)
    assert await ask(worker, b"echo") == []
    assert worker.pid == before


@in_one_loop
async def test_a_process_that_ends_at_work_is_replaced(worker: Worker) -> None:
    before = worker.pid
    with pytest.raises(WorkerDied):
        await ask(worker, b"end")
    assert await ask(worker, b"echo", b"new") == [b"new"]
    assert worker.pid != before


@in_one_loop
async def test_an_order_that_takes_too_long_ends_its_process(worker: Worker) -> None:
    before = worker.pid
    with pytest.raises(WorkerTimedOut):
        await ask(worker, b"sleep", seconds=0.1)
    assert await ask(worker, b"echo", b"new") == [b"new"]
    assert worker.pid != before


@in_one_loop
async def test_parts_that_are_no_answer_replace_the_process(worker: Worker) -> None:
    before = worker.pid
    with pytest.raises(WorkerDied, match="no answer"):
        await worker.ask([b"echo", b"seven"], lambda parts: int(parts[0]), 20)
    assert await worker.ask([b"echo", b"7"], lambda parts: int(parts[0]), 20) == 7
    assert worker.pid != before


@in_one_loop
async def test_a_callers_own_refusal_reaches_the_caller(worker: Worker) -> None:
    def refuse(_: list[bytes]) -> int:
        raise PermissionError("not taken")

    before = worker.pid
    with pytest.raises(PermissionError, match="not taken"):
        await worker.ask([b"echo"], refuse, 20)
    assert await ask(worker, b"echo") == []
    assert worker.pid == before


@in_one_loop
async def test_a_listener_that_fails_leaves_no_answer_to_the_next_order(worker: Worker) -> None:
    def fail(_: str) -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        await worker.ask([b"steps", b"a", b"b"], list, 20, fail)
    assert await ask(worker, b"echo", b"mine") == [b"mine"]


@in_one_loop
async def test_orders_wait_for_each_other(worker: Worker) -> None:
    orders = [str(number).encode() for number in range(20)]
    assert await asyncio.gather(*(ask(worker, b"echo", order) for order in orders)) == [[o] for o in orders]


@in_one_loop
async def test_a_fork_that_ended_is_answered_for(forking: Worker) -> None:
    before = forking.pid
    assert await ask(forking, b"end") == [b"lost", b"end"]
    assert await ask(forking, b"echo", b"on") == [b"on"]
    assert forking.pid == before


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_nobody_is_signalled_by_the_number_of_a_process_that_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The system gives the number to somebody else as soon as it comes round again."""
    worker = Worker("tests.workers.echo", ends_with_caller=True)
    await worker.start()
    with pytest.raises(WorkerDied):
        await ask(worker, b"end")
    ended, signalled = worker.pid, list[int]()
    assert ended is not None
    os.kill(ended, signal.SIGKILL)
    await eventually(lambda: not lives(ended))
    monkeypatch.setattr(os, "killpg", lambda number, _: signalled.append(number))
    await worker.close()
    assert signalled == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a fork ends by its limits")
async def test_a_fork_ends_with_its_process() -> None:
    worker = Worker("tests.workers.echo_in_forks", ends_with_caller=True)
    await worker.start()
    parent = worker.pid
    assert parent is not None
    order = asyncio.create_task(ask(worker, b"sleep"))
    await eventually(lambda: bool(forks(parent)))
    (fork,) = forks(parent)
    os.kill(parent, signal.SIGKILL)
    await eventually(lambda: not lives(fork))
    with pytest.raises(WorkerDied):
        await order
    await worker.close()


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 (the kernel sends no event)
            await asyncio.sleep(0.01)


def lives(pid: int) -> bool:
    """Whether a process has not ended; one nobody has waited for yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def forks(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("module", ["tests.workers.echo", "tests.workers.echo_in_forks"])
def test_a_process_whose_bot_has_gone_ends_quietly(module: str) -> None:
    process = subprocess.Popen(  # noqa: S603 - this interpreter
        [sys.executable, "-m", module], cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    _, complaints = process.communicate(head(FrameKind.ORDER, [b"echo", b"me"]) + b"echome")
    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.parametrize(
    "cut", [b"\x00", b"\x00\x01", b"\x00" + bytes(3) + b"\x01" + bytes(7) + b"\x05" + b"ab"]
)
def test_an_order_cut_short_ends_the_process_quietly(cut: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.workers.echo"], input=cut, cwd=ROOT, capture_output=True, check=True
    )
    assert done.stderr == b""
