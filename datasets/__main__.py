"""The process that reckons, started by `datasets.reckoner`: warm itself, it forks for every order."""

import resource
from datetime import date

import pandas as pd

from datasets.merging import UploadRows
from datasets.orders import ReckoningOrder, WantedReckoning, from_parts, split_memory
from datasets.packing import pack
from datasets.reckoning import reckon
from metrics.encoding import to_json
from workers.serving import Tell, serve_in_forks


def _reckoned(parts: list[bytes], _tell: Tell) -> list[bytes]:
    memory, order = split_memory(parts)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    return [to_json(reckon(*from_parts(order))).encode()]


def _warm_up() -> None:
    """Reckon a clinic of one visit a month: it loads all libraries but those of the models."""
    days = pd.date_range("2020-01-01", periods=36, freq="MS")
    rows = pd.DataFrame({"patient": [str(day) for day in days], "date": days, "amount": 100})
    reckon(ReckoningOrder(WantedReckoning.ANALYSIS, date(2022, 12, 31)), [UploadRows(pack(rows, b""))])


if __name__ == "__main__":
    serve_in_forks(_reckoned, _warm_up, lambda _: [])
