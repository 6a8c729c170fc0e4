"""How many messages leave when: Telegram's figures held exactly, checked on a clock that costs no time."""

from __future__ import annotations

import asyncio

import pytest

from handlers.transport.pacing import ChatId, Pacer, Priority
from tests.handlers.transport.rushing_clock import RushingClock

SOON, LATER = Priority.INTERACTIVE, Priority.BROADCAST


class Departures:
    """Asks a pacer for turns and notes when they were given."""

    def __init__(self, per_second: int = 30) -> None:
        self.clock = RushingClock()
        self.pacer = Pacer(self.clock, per_second=per_second)
        self.log: list[tuple[float, ChatId | None]] = []

    async def send(self, chat: ChatId | None, cost: int = 1, priority: Priority = SOON) -> None:
        await self.pacer.turn(chat, cost=cost, priority=priority)
        self.log += [(self.clock.monotonic(), chat)] * cost

    @property
    def times(self) -> list[float]:
        return [round(moment, 2) for moment, _ in self.log]


def fullest_second(times: list[float]) -> int:
    """Most messages in any second, both its ends included, however it is laid."""
    return max(sum(start <= other <= start + 1 for other in times) for start in times)


async def test_a_chat_takes_three_at_once_then_one_a_second() -> None:
    departures = Departures()
    for _ in range(6):
        await departures.send(1)
    assert departures.times == [0, 0, 0, 1, 2, 3]


async def test_a_quiet_chat_gets_its_burst_back() -> None:
    departures = Departures()
    for _ in range(3):
        await departures.send(1)
    await departures.clock.sleep(2)
    for _ in range(3):
        await departures.send(1)
    assert departures.times == [0, 0, 0, 2, 2, 3]


async def test_a_group_never_takes_more_than_20_a_minute() -> None:
    departures = Departures()
    for _ in range(60):
        await departures.send(-100)
    times = departures.times
    assert max(sum(start <= other <= start + 60 for other in times) for start in times) == 20


async def test_ninety_chats_at_once_leave_thirty_a_second() -> None:
    departures = Departures()
    await asyncio.gather(*(departures.send(chat) for chat in range(1, 91)))
    assert fullest_second([moment for moment, _ in departures.log]) == 30
    assert [departures.times.count(second) for second in (0, 1, 2)] == [30, 30, 30]


async def test_no_second_holds_more_than_thirty_after_an_idle_start() -> None:
    """A leaky bucket of 30 lets 59 through here: 29 saved up, then 30 more as it drips."""
    departures = Departures()

    async def at(moment: float, chat: int) -> None:
        await departures.clock.sleep(moment)
        await departures.send(chat)

    await asyncio.gather(*(at(5 + 0.017 * chat, chat) for chat in range(1, 120)))
    assert len(departures.log) == 119
    assert fullest_second([moment for moment, _ in departures.log]) <= 30


async def test_a_process_with_a_share_of_the_token_keeps_to_it() -> None:
    departures = Departures(per_second=10)
    await asyncio.gather(*(departures.send(chat) for chat in range(1, 31)))
    assert fullest_second([moment for moment, _ in departures.log]) == 10


async def test_a_waiting_chat_holds_nobody_else_up() -> None:
    departures = Departures()
    await asyncio.gather(*(departures.send(1) for _ in range(50)), *(departures.send(2) for _ in range(3)))
    assert [moment for moment, chat in departures.log if chat == 2] == [0, 0, 0]


async def test_an_answer_goes_before_a_mailing_that_waited_longer() -> None:
    departures = Departures(per_second=1)
    mailing = [asyncio.create_task(departures.send(chat, priority=LATER)) for chat in range(1, 6)]
    await departures.clock.sleep(0.5)
    await departures.send(1000)
    await asyncio.gather(*mailing)
    assert [chat for _, chat in departures.log] == [1, 1000, 2, 3, 4, 5]
    assert departures.times == pytest.approx([0, 1, 2, 3, 4, 5], abs=0.01)


async def test_a_mailing_leaves_two_of_thirty_to_answers() -> None:
    departures = Departures()
    mailing = [asyncio.create_task(departures.send(chat, priority=LATER)) for chat in range(1, 57)]
    await departures.clock.sleep(0.5)
    await asyncio.gather(departures.send(1000), departures.send(1001))
    assert [moment for moment, chat in departures.log if chat in (1000, 1001)] == [0.5, 0.5]
    await asyncio.gather(*mailing)
    assert departures.times.count(0) == 28
    assert fullest_second([moment for moment, _ in departures.log]) == 30


async def test_within_a_chat_the_first_asked_is_the_first_to_leave() -> None:
    departures = Departures()
    order: list[int] = []

    async def send(number: int) -> None:
        await departures.send(1)
        order.append(number)

    await asyncio.gather(*(send(number) for number in range(10)))
    assert order == list(range(10))


async def test_an_album_counts_as_many_messages_as_it_has_pictures() -> None:
    departures = Departures()
    await asyncio.gather(*(departures.send(chat, cost=10) for chat in range(1, 7)))
    assert fullest_second([moment for moment, _ in departures.log]) == 30
    await departures.send(1)
    # Ten at once are paid off at one a second before the next fits into a burst of three.
    assert departures.times[-1] == 8


async def test_more_than_a_window_at_once_still_leaves() -> None:
    departures = Departures()
    await departures.send(1, cost=100)
    await departures.send(2)
    assert departures.times[-1] == 1.0


async def test_a_flooded_chat_pauses_alone() -> None:
    departures = Departures()
    departures.pacer.pause(1, 5)
    await asyncio.gather(departures.send(1), departures.send(2))
    assert departures.log == [(0, 2), (5, 1)]


async def test_a_second_flooded_chat_pauses_the_token() -> None:
    departures = Departures()
    departures.pacer.pause(1, 5)
    departures.pacer.pause(2, 3)
    await asyncio.gather(departures.send(1), departures.send(3))
    assert departures.log == [(3, 3), (5, 1)]


async def test_a_pause_that_is_over_does_not_make_the_next_one_the_tokens() -> None:
    departures = Departures()
    departures.pacer.pause(1, 5)
    await departures.clock.sleep(6)
    departures.pacer.pause(2, 3)
    await departures.send(3)
    assert departures.times == [6]


async def test_one_who_gives_up_waiting_leaves_the_place_to_others() -> None:
    departures = Departures(per_second=1)
    await departures.send(1)
    impatient = asyncio.create_task(departures.send(2))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    await departures.send(3)
    assert [chat for _, chat in departures.log] == [1, 3]
    assert departures.times == [0, 1.0]


async def test_idle_chats_are_forgotten() -> None:
    departures = Departures()
    for chat in range(1, 2001):
        await departures.send(chat)
    # At 30 a second a chat's allowance is whole again within a second of its only message.
    assert departures.pacer.chats_remembered <= 61
