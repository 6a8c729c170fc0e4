"""The worker process: draws the requests that `charts.worker` pickles for it."""

import pickle

from charts.drawing import draw
from charts.requests import ChartRequest
from charts.warming import warm_up
from workers.serving import Tell, serve


def _drawn(parts: list[bytes], _tell: Tell) -> list[bytes]:
    request: ChartRequest = pickle.loads(parts[0])  # noqa: S301 -- only the parent writes here
    return [draw(request)]


if __name__ == "__main__":
    serve(_drawn, warm_up)
