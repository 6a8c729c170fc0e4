"""The short torture of reminders: their senders are killed in the middle. `make torture` is the long one."""

import pytest

from benchmarks.reminders_torture import torment
from handlers.reminders.sender import IN_FLIGHT

REMINDERS = 400
KILLS = 3


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_killed_senders_send_nothing_twice_and_lose_only_what_was_in_flight(
    request: pytest.FixtureRequest, engine: str
) -> None:
    toll = await torment(request.getfixturevalue(f"{engine}_url"), reminders=REMINDERS, kills=KILLS)
    assert (toll.twice, toll.lost) == (0, 0)
    assert toll.unknown <= KILLS * IN_FLIGHT
