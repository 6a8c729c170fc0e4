"""Owners who answer the questionnaire in their chats, at a steady rate, and what they wait for.

Telegram lets a bot send 30 messages a second, so the load has to stay below that or it would measure
Telegram's limit. Of the 16 updates of a walk 6 make a message: /start and five typed figures (the next
question comes below). Taps edit the window that is there, which is no message. Every third owner has the plan
computed at the end, which makes two more, the result and its picture; the others go back to the menu. At 50
updates a second that is 21 messages and one picture a second. The owners begin one step after another, so
that every moment sees the same mixture; each acts every two seconds, half as often as Telegram lets a bot
write into one chat.
"""

import asyncio
import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.people import BEGIN, CALCULATE, CHOICES, FIGURES, LEAVE, LOOKING_THROUGH, START, Owner, Step
from benchmarks.running_bot import WatchedTelegram
from simulator.chat import Chat, NoSuchButtonError
from simulator.refusal import JsonObject

TO_THE_CARD: Sequence[Step] = (START, BEGIN, *FIGURES, *CHOICES, *LOOKING_THROUGH)
WALKS = (*2 * ((*TO_THE_CARD, LEAVE),), (*TO_THE_CARD, CALCULATE))
STEPS = len(TO_THE_CARD) + 1
RATE = 50.0
CHATS = 100
PATIENCE = 30.0
MESSAGES = ("sendMessage", "sendPhoto")


@dataclass(slots=True)
class Waits:
    """Seconds people waited, and what did not come as it should."""

    answers: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    charts_missing: int = 0
    out_of_turn: int = 0
    """Steps that were put off because the answer to the step before was not there."""
    seconds: float = 0.0
    messages: int = 0

    @property
    def updates_per_second(self) -> float:
        """The rate that came about."""
        return len(self.answers) / self.seconds

    @property
    def messages_per_second(self) -> float:
        """Messages of the bot that count for Telegram's limit."""
        return self.messages / self.seconds


@dataclass(slots=True)
class _Seat:
    owner: Owner
    walk: Sequence[Step]
    place: int = 0
    gone: Owner | None = None
    """Who sat here before, and may still get a picture."""


class Load:
    """People in front of a running bot."""

    def __init__(self, telegram: WatchedTelegram, *, rate: float = RATE, chats: int = CHATS) -> None:
        """People in so many chats, who together act `rate` times a second."""
        self._telegram = telegram
        self._walks = cycle(WALKS)
        self._rate = rate
        self._seats = [self._newcomer() for _ in range(chats)]
        self._tick = 0
        self._asked: dict[int, float] = {}
        self._charts: dict[int, float] = {}
        self.waits = Waits()
        telegram.account.watchers.append(self._notice)

    async def warm_up(self) -> None:
        """Let everybody come in; afterwards every step is as frequent as any other."""
        await self._run(STEPS * len(self._seats))

    async def measure(self, seconds: float) -> Waits:
        """What people wait for during so many seconds from now."""
        # A search for garbage here would stop the clocks of everybody for a while.
        gc.freeze()
        self.waits = waits = Waits()
        sent, begun = self._messages(), time.perf_counter()
        await self._run(round(seconds * self._rate))
        waits.seconds = time.perf_counter() - begun
        waits.messages = self._messages() - sent
        return waits

    async def drain(self) -> None:
        """Wait for what was asked for and has not come; what does not come counts as missing."""
        give_up_at = time.perf_counter() + PATIENCE
        while (self._asked or self._charts) and time.perf_counter() < give_up_at:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        self.waits.charts_missing = len(self._charts)

    async def _run(self, ticks: int) -> None:
        begun = time.perf_counter()
        for number in range(ticks):
            await asyncio.sleep(max(0.0, begun + number / self._rate - time.perf_counter()))
            self._act()

    def _act(self) -> None:
        round_, number = divmod(self._tick, len(self._seats))
        self._tick += 1
        if round_ < number % STEPS:
            return  # not yet come in
        seat = self._seats[number]
        if seat.place == STEPS:
            self._seats[number] = seat = self._newcomer(seat)
        chat, step = seat.owner.chat, seat.walk[seat.place]
        if chat.id in self._asked:
            self.waits.out_of_turn += 1
            return
        self._asked[chat.id] = time.perf_counter()
        try:
            seat.owner.take(step)
        except NoSuchButtonError:
            del self._asked[chat.id]
            self.waits.out_of_turn += 1
            return
        if step is CALCULATE:
            self._charts[chat.id] = self._asked[chat.id]
        seat.place += 1

    def _notice(self, chat: Chat, kind: str, content: JsonObject) -> None:
        if kind == "message" and "photo" in content and chat.id in self._charts:
            self.waits.charts.append(time.perf_counter() - self._charts.pop(chat.id))
        if chat.id in self._asked and _is_answer(kind, content):
            self.waits.answers.append(time.perf_counter() - self._asked.pop(chat.id))

    def _newcomer(self, left: _Seat | None = None) -> _Seat:
        if left is not None and left.gone is not None:
            del self._telegram.account.chats[left.gone.chat.id]  # or a long run would fill the memory here
        newcomer = Owner(self._telegram, self._telegram.account)
        return _Seat(newcomer, next(self._walks), gone=left.owner if left else None)

    def _messages(self) -> int:
        return sum(self._telegram.calls.get(name, 0) for name in MESSAGES)


def _is_answer(kind: str, content: JsonObject) -> bool:
    """Whether a person sees that something happened; buttons that only vanish are no answer."""
    if kind == "message":
        return bool(content["from"]["is_bot"])
    return kind == "answered" or (kind == "edited" and "reply_markup" in content)
