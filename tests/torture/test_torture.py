"""The short torture: the bot's processes end while twenty people fill in the questionnaire.

`make torture` is the long one.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from benchmarks.torture import Toll, torment

KILLS = 5
STOPS = 3
UPDATES = 60


async def toll_of(url: str, number: signal.Signals, ends: int, *, webhook: bool) -> Toll:
    """What ending processes costs; every answer is kept once, in order, and confirmed whatever happens."""
    toll = await torment(url, webhook=webhook, number=number, ends=ends, updates=UPDATES)
    assert (toll.lost, toll.twice, toll.disorder, toll.missing) == (0, 0, 0, 0)
    assert (toll.strange, toll.parked, toll.integrity) == (0, 0, "ok")
    assert toll.ends == ends
    assert toll.updates >= UPDATES
    return toll


async def test_twenty_kills_cost_no_answer_and_repeat_at_most_a_reply_each(
    tmp_path: Path, postgresql_url: str, another_postgresql_url: str
) -> None:
    tolls = [
        await toll_of(url, signal.SIGKILL, KILLS, webhook=webhook)
        for url, webhook in (
            (f"sqlite:///{tmp_path / 'polling.db'}", False),
            (f"sqlite:///{tmp_path / 'webhook.db'}", True),
            (postgresql_url, False),
            (another_postgresql_url, True),
        )
    ]
    assert sum(toll.repeated for toll in tolls) <= sum(toll.ends for toll in tolls) == 20


@pytest.mark.parametrize(("engine", "webhook"), [("sqlite", False), ("postgresql", True)])
async def test_polite_stops_cost_nothing_and_take_less_than_ten_seconds(
    request: pytest.FixtureRequest, engine: str, webhook: bool
) -> None:
    url: str = request.getfixturevalue(f"{engine}_url")
    toll = await toll_of(url, signal.SIGTERM, STOPS, webhook=webhook)
    assert toll.repeated == 0
    assert toll.longest_stop < 10
