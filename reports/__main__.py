"""The process that makes reports, started by `reports.worker`: warm itself, it forks for every order."""

import pickle
import resource
import signal
from functools import cache
from typing import Final

from charts.warming import warm_up
from locales.texts import Texts
from reports.files import written
from reports.orders import ReportOrder
from reports.pdf import fonts
from workers.serving import Tell, serve_in_forks

_MEMORY: Final = 4 * 1024**3
"""Of addresses; what is really used stays under 300 MB."""
_CPU_SECONDS: Final = 30
_SECONDS: Final = 50.0


def _made(parts: list[bytes], _tell: Tell) -> list[bytes]:
    _limit()
    order: ReportOrder = pickle.loads(parts[0])  # noqa: S301 -- only the parent writes here
    made = written(order, _texts())
    return [] if made is None else [*(line.encode() for line in made.summary), made.content]


def _limit() -> None:
    """Bound memory, processor and time, and take away the disk: a report is never written to it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)


@cache
def _texts() -> Texts:
    return Texts.load()


def _warm_up() -> None:
    """Load texts and fonts. No page is laid out: that starts threads, which a fork would not have."""
    _texts()
    fonts()
    warm_up()


def _lost(_: list[bytes]) -> list[bytes]:
    """A fork that was ended by its limits has no answer: the bot is told so by what is none."""
    return [b""]


if __name__ == "__main__":
    serve_in_forks(_made, _warm_up, _lost)
