"""The process's side: carries out what arrives over its standard input until that closes."""

import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, NoReturn

from workers.wire import HEAD, LENGTH, FrameKind, head, lengths

_POLITENESS: Final = 5
"""Added to the process's niceness: on a busy machine the bot answers first, heavy work comes after."""

_SET_SIGNAL_AT_PARENTS_DEATH: Final = 1
"""`PR_SET_PDEATHSIG` of <linux/prctl.h>."""
_LIBC: Final = ctypes.CDLL(None)

Tell = Callable[[str], None]
OrderHandler = Callable[[list[bytes], Tell], Sequence[bytes]]
"""From the parts of an order to the parts of its answer; may tell of its steps on the way.

What it raises reaches the bot as a place in the code, without the error's words: they may hold names.
"""


def serve(handle: OrderHandler, warm_up: Callable[[], object]) -> None:
    """Load everything, say so, then answer orders one by one."""
    orders, answers = _open(warm_up)
    for parts in orders:
        _answer(handle, parts, answers)
        del parts
        # Results that refer to each other are freed here: frozen, the rest of the process is not searched.
        gc.collect()


def serve_in_forks(
    handle: OrderHandler, warm_up: Callable[[], object], when_lost: Callable[[list[bytes]], Sequence[bytes]]
) -> None:
    """Like `serve`, each order in a fork: what an order does to its process ends with that process.

    The handler sets the limits of its fork. when_lost: the answer to an order whose fork was ended by them.
    """
    orders, answers = _open(warm_up)
    for parts in orders:
        parent, fork = os.getpid(), os.fork()
        if fork == 0:
            _end_with(parent)
            _answer_and_end(handle, parts, answers)
        _, status = os.waitpid(fork, 0)
        if status != 0:
            _send(answers, FrameKind.DONE, when_lost(parts))
        del parts


def _open(warm_up: Callable[[], object]) -> tuple[Iterator[list[bytes]], BinaryIO]:
    os.nice(_POLITENESS)
    orders, answers = sys.stdin.buffer, _own_output()
    warm_up()
    gc.freeze()
    _send(answers, FrameKind.WARM, ())
    return _parts(orders), answers


def _own_output() -> BinaryIO:
    """The pipe to the bot, out of reach of anything that prints: prints go to the error stream."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


def _parts(orders: BinaryIO) -> Iterator[list[bytes]]:
    """The orders until the input closes; one that was cut short is nobody's any more."""
    while len(start := orders.read(HEAD.size)) == HEAD.size:
        _, count = HEAD.unpack(start)
        sizes = lengths(orders.read(count * LENGTH.size))
        parts = [orders.read(size) for size in sizes]
        if [len(part) for part in parts] != sizes or len(sizes) != count:
            return
        yield parts
        del parts


def _end_with(parent: int) -> None:
    """Have the system end this fork when its parent ends; where it cannot, its limits do."""
    if sys.platform == "linux":
        _LIBC.prctl(_SET_SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _answer_and_end(handle: OrderHandler, parts: list[bytes], answers: BinaryIO) -> NoReturn:
    """The whole life of a fork: whatever happens, it never returns into the loop it came from."""
    status = 1
    try:
        _answer(handle, parts, answers)
        status = 0
    finally:
        os._exit(status)


def _answer(handle: OrderHandler, parts: list[bytes], answers: BinaryIO) -> None:
    try:
        done = handle(parts, lambda step: _send(answers, FrameKind.STEP, (step.encode(),)))
    except Exception as error:
        _send(answers, FrameKind.FAILED, (_where(error).encode(),))
    else:
        _send(answers, FrameKind.DONE, done)


def _send(answers: BinaryIO, kind: FrameKind, parts: Sequence[bytes]) -> None:
    try:
        answers.write(head(kind, parts))
        for part in parts:
            answers.write(part)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the bot has gone: there is nobody to answer, and nothing to complain of


def _where(error: Exception) -> str:
    """The kind of an error and the places it came through; not its words, which may hold names."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} in {places}"
