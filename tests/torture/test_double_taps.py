"""Two taps on one button, wherever they are answered: on PostgreSQL by either of two processes."""

import asyncio
from random import Random

from benchmarks.torture import TOKEN, environment_of
from benchmarks.torture_processes import ForkedProcess, Processes
from clock import SystemClock
from handlers.transport.people import identity_of
from simulator import server
from simulator.account import SimulatedBot
from simulator.chat import Chat
from simulator.core import Simulator
from storage.database import Database, parse_url
from storage.repositories.accounts import Accounts
from storage.unit_of_work import UnitOfWork

OWNERS = 40
TAPS = 5
ROLES = {"sqlite": ("run",), "postgresql": ("ingest", "work", "work")}
ANSWERS = {"patients": "2000", "previous_patients": "1850", "new_patients": "575", "turnover": "60000000",
           "referrals": "462", "conversion": "3/10", "growth": "1/5"}  # fmt: skip


async def with_plan(url: str, people: list[int]) -> dict[int, str]:
    """Have people answered every question; returns the segment each plan is of."""
    clock = SystemClock()
    database = await Database.open(url, clock=clock)
    unit = UnitOfWork(database)
    accounts, segments = Accounts(unit), {}
    for person in people:
        account = accounts.create(identity_of(person), "ru", clock.now())
        clinic = accounts.add_clinic(account, name=None, currency="RUB", now=clock.now())
        segment = accounts.add_segment(clinic, kind="clinic", name=None, plan_year=2027, now=clock.now())
        for question, number in ANSWERS.items():
            accounts.save_answer(segment, question, {"value": [number] * 3}, clock.now())
        segments[person] = segment.id
    await unit.commit()
    await database.close()
    return segments


def sent(account: SimulatedBot, chat: Chat) -> int:
    """How many messages the bot has sent into a chat."""
    return sum(message["from"]["id"] == account.me["id"] for message in chat.messages)


async def answered(chats: list[Chat], account: SimulatedBot, messages: int) -> None:
    """Wait until every tap is answered and every chat has got so many messages, or more."""
    async with asyncio.timeout(120):
        while any(chat.callbacks or sent(account, chat) < messages for chat in chats):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_200_double_taps_on_a_button_of_the_bot_have_one_effect_each(database_url: str) -> None:
    simulator = Simulator()
    account = simulator.add_bot(TOKEN, "clinic_pulse_bot", "Пульс клиники")
    owners = [simulator.add_user(f"Owner {number}") for number in range(OWNERS)]
    chats = [simulator.chat(account, owner) for owner in owners]
    segments = await with_plan(database_url, [chat.id for chat in chats])
    telegram = await server.start(simulator, port=0)
    processes = Processes(
        ForkedProcess,
        ROLES[parse_url(database_url).get_backend_name()],
        environment_of(telegram.url, database_url, webhook=False),
        Random(1),
    )
    try:
        for chat in chats:
            chat.send_text("/start")
        await answered(chats, account, 1)
        windows = [chat.last for chat in chats]
        for tap in range(TAPS):
            for chat, window in zip(chats, windows, strict=True):
                for _ in range(2):
                    chat.press_button(window, f"go:marketer:{segments[chat.id]}")
            await answered(chats, account, 2 + tap)
            assert {sent(account, chat) for chat in chats} == {2 + tap}
            await asyncio.sleep(1.1)  # what comes later is another tap
    finally:
        await processes.end_all()
        await telegram.stop()
    assert {sent(account, chat) for chat in chats} == {1 + TAPS}
