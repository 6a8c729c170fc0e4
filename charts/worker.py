"""The bot's side of the process that draws charts, `python -m charts`."""

import pickle
from typing import Final

from charts.requests import ChartRequest
from workers.worker import Worker

_SECONDS_TO_DRAW: Final = 20.0


class ChartWorker(Worker):
    """Draws charts one by one in a process of its own, which is replaced when it dies or hangs."""

    def __init__(self) -> None:
        super().__init__("charts", ends_with_caller=False)

    async def draw(self, request: ChartRequest, timeout: float = _SECONDS_TO_DRAW) -> bytes:  # noqa: ASYNC109
        """The picture of a request as PNG; requests wait for each other in order.

        timeout: seconds for the drawing itself, without the wait for others or for a new worker to warm up.
        A caller that is cancelled leaves the worker at work for the next one. Raises WorkerError.
        """
        return await self.ask([pickle.dumps(request)], _picture, timeout)


def _picture(parts: list[bytes]) -> bytes:
    (png,) = parts
    return png
