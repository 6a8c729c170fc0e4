"""The bot's side of the process that makes reports, `python -m reports`, a fork for each."""

import pickle
from typing import Final

from reports.orders import SUFFIXES, MadeReport, ReportOrder
from workers.worker import Worker

_SECONDS_TO_MAKE: Final = 60.0


class ReportWorker(Worker):
    """Makes reports one by one, each in a fork of a warm process, which is replaced when it is lost."""

    def __init__(self) -> None:
        super().__init__("reports", ends_with_caller=True)

    async def make(self, order: ReportOrder) -> MadeReport | None:
        """The report that was ordered; None for a clinic of fewer than ten patients.

        Reports wait for each other in order. Cancelling ends the work at once. Raises WorkerError.
        """

        def made(parts: list[bytes]) -> MadeReport | None:
            if not parts:
                return None
            *summary, content = parts
            if not summary:
                raise ValueError("a report has a summary")
            return MadeReport(content, SUFFIXES[order.file], tuple(line.decode() for line in summary))

        return await self.ask([pickle.dumps(order)], made, _SECONDS_TO_MAKE)
