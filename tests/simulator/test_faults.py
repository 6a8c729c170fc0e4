"""Trouble on purpose."""

from random import Random

import pytest

from simulator.answering import answer_call
from simulator.core import Simulator
from simulator.faults import Fault, FaultKind, NetworkFaultError
from simulator.refusal import JsonObject
from tests.simulator.conftest import World


@pytest.mark.parametrize(
    ("fault", "response"),
    [
        (
            Fault(FaultKind.RETRY_AFTER, retry_after=7),
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 7",
                "parameters": {"retry_after": 7},
            },
        ),
        (
            Fault(FaultKind.BLOCKED),
            {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"},
        ),
        (
            Fault(FaultKind.SERVER_ERROR),
            {"ok": False, "error_code": 500, "description": "Internal Server Error"},
        ),
        (
            Fault(FaultKind.MIGRATED, migrate_to_chat_id=-100),
            {
                "ok": False,
                "error_code": 400,
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "parameters": {"migrate_to_chat_id": -100},
            },
        ),
    ],
)
async def test_a_fault_answers_like_telegram_and_then_is_over(
    world: World, fault: Fault, response: JsonObject
) -> None:
    world.account.faults.add(fault)
    assert await answer_call(world.account, "getMe", {}) == (response["error_code"], response)
    await world.ok("getMe")
    assert world.account.refusals == [], "a fault is not the bot's mistake"


@pytest.mark.parametrize(
    ("kind", "is_done"),
    [(FaultKind.TIMEOUT, False), (FaultKind.DROPPED, False), (FaultKind.ANSWER_LOST, True)],
)
async def test_a_lost_connection(world: World, kind: FaultKind, is_done: bool) -> None:
    world.account.faults.add(Fault(kind, method="sendMessage"))
    with pytest.raises(NetworkFaultError):
        await answer_call(world.account, "sendMessage", {"chat_id": 1001, "text": "x"})
    assert (world.chat.last["text"] == "x") is is_done


async def test_a_fault_waits_for_its_method(world: World) -> None:
    world.account.faults.add(Fault(FaultKind.SERVER_ERROR, method="sendMessage", times=2))
    await world.ok("getMe")
    for _ in range(2):
        assert await world.refused("sendMessage", text="x") == "Internal Server Error"
    await world.ok("sendMessage", text="x")


async def test_a_fault_of_no_method_spares_polling(world: World) -> None:
    world.account.faults.add(Fault(FaultKind.SERVER_ERROR, times=None))
    await world.ok("getUpdates")
    for _ in range(3):
        assert await world.refused("getMe") == "Internal Server Error"
    world.account.faults.clear()
    await world.ok("getMe")


async def test_chance_is_repeatable() -> None:
    def statuses(simulator: Simulator) -> list[bool]:
        faults = simulator.add_bot("1:x", "x_bot", "X").faults
        faults.add(Fault(FaultKind.SERVER_ERROR, times=None, probability=0.5))
        return [faults.strike("getMe") is not None for _ in range(200)]

    once, again = statuses(Simulator(rng=Random(5))), statuses(Simulator(rng=Random(5)))
    assert once == again
    assert 60 < sum(once) < 140
