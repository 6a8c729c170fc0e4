"""The worker process: draws what it is asked over its standard input until that closes.

Started by `charts.worker`; `charts.wire` describes the frames both ways.
"""

import gc
import os
import pickle
import signal
import sys
import traceback
from typing import BinaryIO

from charts.drawing import draw
from charts.requests import BridgeChart, ChartRequest
from charts.wire import ANSWER, LENGTH, Outcome
from locales.texts import LANGUAGES
from metrics.estimate import Estimate
from metrics.funnel import YearFigures, forecast

_POLITENESS = 5
"""Added to the process's niceness: on a busy machine the bot answers first, the picture comes after."""


def main() -> None:
    """Warm up, say so, then answer requests one by one."""
    # Ctrl+C reaches the whole process group; the bot decides when its worker ends, by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_POLITENESS)
    requests, answers = sys.stdin.buffer, _own_output()
    _warm_up()
    gc.freeze()
    _answer(answers, Outcome.DRAWN, b"")
    while length := requests.read(LENGTH.size):
        (size,) = LENGTH.unpack(length)
        request: ChartRequest = pickle.loads(requests.read(size))  # noqa: S301 -- only the parent writes here
        _answer(answers, *_outcome(request))
        # A figure and its 5 MB of pixels hold each other; frozen, the rest of the process is not searched.
        gc.collect()


def _warm_up() -> None:
    """Draw a picture nobody sees: it loads fonts and texts."""
    hundred = Estimate.exact(100)
    figures = YearFigures(
        previous_patients=hundred,
        patients=hundred,
        new_patients=Estimate.exact(20),
        referrals=Estimate.exact(10),
    )
    draw(BridgeChart(forecast(figures), plan_year=2000, language=LANGUAGES[0]))


def _own_output() -> BinaryIO:
    """The pipe to the parent, out of reach of anything that prints: prints go to the error stream."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


def _outcome(request: ChartRequest) -> tuple[Outcome, bytes]:
    try:
        return Outcome.DRAWN, draw(request)
    except Exception as error:
        return Outcome.FAILED, _where(error).encode()


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
