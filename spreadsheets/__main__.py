"""The process that reads files, started by `spreadsheets.child`: warm itself, it forks for every file.

The fork has everything loaded, reads one file under limits of its own and ends; so loading is paid once, and
what a file does to a process ends with that process.
"""

import gc
import os
import resource
import signal
import sys
import traceback
from typing import BinaryIO, Final, NoReturn

from datasets.packing import pack
from metrics.encoding import from_json, to_json
from spreadsheets.opening import Limits
from spreadsheets.reading import Step, read_file
from spreadsheets.refusals import MEGABYTE, Reason, Refused, refuse
from spreadsheets.warming import warm_up
from spreadsheets.wire import ANSWER, REQUEST, Budget, Order, Outcome

_POLITENESS: Final = 5
"""Added to the process's niceness: on a busy machine the bot answers first, the preview comes after."""
_SECONDS_TO_ANSWER: Final = 5
"""Of processor, for sending a file's rows once it is read."""


def main() -> None:
    """Warm up, say so, then have a fork read each file until the input closes."""
    # Ctrl+C reaches the whole process group; the bot decides when its processes end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_POLITENESS)
    requests, answers = sys.stdin.buffer, _own_output()
    warm_up()
    gc.freeze()
    _answer(answers, Outcome.WARM, b"")
    while head := requests.read(REQUEST.size):
        order_size, file_size = REQUEST.unpack(head)
        order = from_json(Order, requests.read(order_size).decode())
        content = requests.read(file_size)
        reader = os.fork()
        if reader == 0:
            _read_and_end(content, order, answers)
        del content
        _, status = os.waitpid(reader, 0)
        if status != 0:
            _answer(answers, Outcome.REFUSED, _too_heavy(order.limits))


def _read_and_end(content: bytes, order: Order, answers: BinaryIO) -> NoReturn:
    """The whole life of a fork: whatever happens, it never returns into the loop it came from."""
    status = 1
    try:
        _silence()
        _limit(order.budget)
        _read(content, order, answers)
        status = 0
    finally:
        os._exit(status)


def _limit(budget: Budget) -> None:
    """Bound memory, processor and time, and take away the disk: nothing of a file may ever reach it."""
    resource.setrlimit(resource.RLIMIT_AS, (budget.memory, budget.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (budget.cpu, budget.cpu + _SECONDS_TO_ANSWER))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not handled, so it ends the fork wherever it is, in native code too.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, budget.seconds)


def _unlimit() -> None:
    """Let an answer that is ready be sent whole: half a frame would end the process for the next file too."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _silence() -> None:
    """Close the error stream: a parser's complaint may quote the file, and the bot's logs must not."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())


def _own_output() -> BinaryIO:
    """The pipe to the bot, out of reach of anything that prints."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


def _read(content: bytes, order: Order, answers: BinaryIO) -> None:
    def report(step: Step) -> None:
        _answer(answers, Outcome.STEP, step.encode())

    try:
        reading = read_file(content, order.answers, order.limits, report)
        preview, rows = to_json(reading.preview).encode(), pack(reading.rows, order.key)
        _unlimit()
    except Refused as refused:
        _answer(answers, Outcome.REFUSED, to_json(refused.refusal).encode())
    except MemoryError:
        _answer(answers, Outcome.REFUSED, _too_heavy(order.limits))
    except Exception as error:
        _answer(answers, Outcome.FAILED, _where(error).encode())
    except BaseException:  # a panic of the native reader
        _answer(answers, Outcome.REFUSED, to_json(refuse(Reason.DAMAGED).refusal).encode())
    else:
        _answer(answers, Outcome.PREVIEW, preview)
        _answer(answers, Outcome.ROWS, rows)


def _too_heavy(limits: Limits) -> bytes:
    return to_json(refuse(Reason.TOO_HEAVY, limit=limits.unpacked // MEGABYTE).refusal).encode()


def _where(error: Exception) -> str:
    """The kind of an error and the places it came through; not its words, which may hold names."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} in {places}"


def _answer(answers: BinaryIO, outcome: Outcome, content: bytes) -> None:
    answers.write(ANSWER.pack(outcome, len(content)) + content)
    answers.flush()


if __name__ == "__main__":
    main()
