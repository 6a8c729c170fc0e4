"""The process that reads and writes files, started by `files.child`: warm itself, it forks for each.

The fork has everything loaded, handles one file under limits of its own and ends; so loading is paid once,
and what a file does to a process ends with that process.
"""

import os
import resource
import signal
import sys
from typing import Final

from datasets.merging import UploadRows, merge
from datasets.packing import pack
from datasets.years import years_of_visits
from files.warming import warm_up
from files.wire import Budget, FileOrder, TemplateOrder, Work
from metrics.encoding import from_json, to_json
from metrics.visits import Visits
from spreadsheets.reading import read_file
from spreadsheets.refusals import MEGABYTE, FileRefusedError, RefusalReason, refuse
from workbooks.annotation import annotate
from workbooks.plan import channel_plan_workbook, plan_workbook
from workbooks.plan_orders import ChannelBook, PlanBook
from workbooks.template import write_template
from workbooks.visits import write_visits
from workers.serving import Tell, serve_in_forks

_SECONDS_TO_ANSWER: Final = 5
"""Of processor, for sending a file's rows once it is read."""


def _handle(parts: list[bytes], tell: Tell) -> list[bytes]:
    order = _order(parts)
    _silence()
    _limit(order.budget)
    try:
        answer = _done(order, parts[1:], tell)
        _unlimit()
        return answer
    except FileRefusedError as refused:
        return _refusal(refused)
    except MemoryError:
        return _too_heavy(parts)
    except Exception:
        raise
    except BaseException:  # a panic of the native reader
        return _refusal(refuse(RefusalReason.DAMAGED))


def _done(order: FileOrder, parts: list[bytes], tell: Tell) -> list[bytes]:
    match order.work:
        case Work.READ:
            reading = read_file(parts[0], order.answers, order.limits, tell, today=order.today)
            rows = b"" if order.key is None else pack(reading.rows, order.key)
            return [to_json(reading.preview).encode(), rows]
        case Work.TEMPLATE:
            asked = from_json(TemplateOrder, parts[0].decode())
            return [b"xlsx", write_template(asked.language, asked.year)]
        case Work.ANNOTATE:
            marked = annotate(parts[0], order.answers, order.language, order.limits, today=order.today)
            return [marked.suffix.encode(), marked.content]
        case Work.PLAN:
            return [b"xlsx", plan_workbook(from_json(PlanBook, parts[0].decode()))]
        case Work.CHANNEL_PLAN:
            return [b"xlsx", channel_plan_workbook(from_json(ChannelBook, parts[0].decode()))]
        case Work.YEARS:
            visits = Visits.from_frame(merge([UploadRows(content) for content in parts]))
            return [to_json(years_of_visits(visits)).encode()]
        case Work.VISITS:
            return [b"zip", write_visits([UploadRows(content) for content in parts])]


def _order(parts: list[bytes]) -> FileOrder:
    return from_json(FileOrder, parts[0].decode())


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


def _too_heavy(parts: list[bytes]) -> list[bytes]:
    return _refusal(refuse(RefusalReason.TOO_HEAVY, limit=_order(parts).limits.unpacked // MEGABYTE))


def _refusal(refused: FileRefusedError) -> list[bytes]:
    return [to_json(refused.refusal).encode()]


if __name__ == "__main__":
    serve_in_forks(_handle, warm_up, when_lost=_too_heavy)
