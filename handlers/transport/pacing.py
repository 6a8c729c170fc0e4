"""When the next message may leave: exact windows for the token, bursts for a chat, pauses Telegram asked for.

The figures are Telegram's (https://core.telegram.org/bots/faq, «My bot is hitting limits»): about 30 messages
a second for a bot, one a second in a chat with short bursts, 20 a minute in a group.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, deque
from dataclasses import dataclass
from enum import IntEnum
from itertools import count

from clock import Clock

ChatId = int | str

WINDOW = 1.0
# A window that holds both its ends must not hold the messages at both.
A_TOUCH = 0.001
MESSAGES_PER_WINDOW = 30
# One message in so many a mailing leaves to answers, which then need not wait for the window to move on:
# 100 000 reminders take an hour at 28 a second.
KEPT_FOR_ANSWERS = 15


class Priority(IntEnum):
    """Who goes first when more wants to leave than may: an answer to a person goes before a mailing."""

    INTERACTIVE = 0
    BROADCAST = 1


@dataclass(frozen=True, slots=True)
class Pace:
    """`burst` messages at once, then one every `interval` seconds."""

    burst: int
    interval: float

    @property
    def head_start(self) -> float:
        return (self.burst - 1) * self.interval


PRIVATE_PACE = Pace(burst=3, interval=1.0)
# 3 at once and 17 more in the minute: never more than the 20 a group takes.
GROUP_PACE = Pace(burst=3, interval=60 / 17)


def pace_of(chat: ChatId) -> Pace:
    """Groups and channels have negative numbers or a name, people positive ones."""
    return PRIVATE_PACE if isinstance(chat, int) and chat > 0 else GROUP_PACE


@dataclass(frozen=True, slots=True, order=True)
class _Ticket:
    priority: Priority
    number: int
    chat: ChatId | None
    cost: int


class Pacer:
    """The order and the moments in which messages of one token leave.

    No window of one second ever holds more than `per_second` messages, however it is laid. With several
    processes on one token each gets its share of the 30 as `per_second`.
    """

    def __init__(self, clock: Clock, *, per_second: int = MESSAGES_PER_WINDOW) -> None:
        self._clock = clock
        self._per_second = per_second
        self._numbers = count()
        self._waiting: list[_Ticket] = []
        self._left: deque[float] = deque()
        # Per chat the moment up to which its allowance is used (generic cell rate algorithm), oldest first.
        self._used_until: dict[ChatId, float] = {}
        self._pauses: dict[ChatId | None, float] = {}

    @property
    def chats_remembered(self) -> int:
        """Number of chats whose allowance is not yet whole again."""
        return len(self._used_until)

    async def turn(self, chat: ChatId | None, *, cost: int = 1, priority: Priority) -> None:
        """Return when `cost` messages may leave for `chat`; they count as sent from that moment."""
        cost = min(cost, self._per_second)
        ticket = _Ticket(priority, next(self._numbers), chat, cost)
        insort(self._waiting, ticket)
        try:
            while (wait := self._wait(ticket, self._clock.monotonic())) > 0:
                await self._clock.sleep(wait)
            self._take(ticket, self._clock.monotonic())
        finally:
            self._waiting.remove(ticket)

    async def pause_over(self, chat: ChatId | None) -> None:
        """Return when neither the token nor `chat` is paused."""
        while (wait := self._pause_left(chat, self._clock.monotonic())) > 0:
            await self._clock.sleep(wait)

    def pause(self, chat: ChatId | None, seconds: float) -> None:
        """Keep `chat` quiet for `seconds`, or the whole token.

        Telegram does not say whom a 429 is about. One chat alone is that chat's flood; a second chat while
        the first still waits, or a call without a chat, is the token's.
        """
        now = self._clock.monotonic()
        self._pauses = {paused: until for paused, until in self._pauses.items() if until > now}
        others = self._pauses.keys() - {chat, None}
        whom = None if others else chat
        self._pauses[whom] = max(self._pauses.get(whom, now), now + seconds)

    def _wait(self, ticket: _Ticket, now: float) -> float:
        """Seconds until `ticket` may go if everyone before it goes as soon as possible; 0 when it may now."""
        if (paused := self._pause_left(None, now)) > 0:
            return paused
        before: Counter[ChatId | None] = Counter()
        leaving = 0
        for other in self._waiting:
            wait = self._chat_wait(other.chat, before[other.chat], now)
            if other is ticket:
                break
            before[other.chat] += other.cost
            if wait <= 0:
                leaving += other.cost
        return wait if wait > 0 else self._window_wait(leaving + ticket.cost, ticket.priority, now)

    def _chat_wait(self, chat: ChatId | None, before: int, now: float) -> float:
        paused = self._pause_left(chat, now)
        if chat is None:
            return paused
        pace = pace_of(chat)
        used_until = max(self._used_until.get(chat, now), now)
        return max(paused, used_until + before * pace.interval - pace.head_start - now)

    def _pause_left(self, chat: ChatId | None, now: float) -> float:
        return max(self._pauses.get(chat, now), self._pauses.get(None, now)) - now

    def _window_wait(self, wanted: int, priority: Priority, now: float) -> float:
        while self._left and now - self._left[0] > WINDOW:
            self._left.popleft()
        kept = self._per_second // KEPT_FOR_ANSWERS if priority is Priority.BROADCAST else 0
        missing = wanted - (self._per_second - kept - len(self._left))
        if missing <= 0:
            return 0.0
        # With a whole window before it, a ticket follows messages yet to leave: now at the earliest.
        blocking = self._left[missing - 1] if missing <= len(self._left) else now
        return blocking + WINDOW + A_TOUCH - now

    def _take(self, ticket: _Ticket, now: float) -> None:
        self._left.extend([now] * ticket.cost)
        if ticket.chat is not None:
            used_until = max(self._used_until.pop(ticket.chat, now), now)
            self._used_until[ticket.chat] = used_until + ticket.cost * pace_of(ticket.chat).interval
        self._forget_idle(now)

    def _forget_idle(self, now: float) -> None:
        while self._used_until:
            oldest = next(iter(self._used_until))
            if self._used_until[oldest] > now:
                return
            del self._used_until[oldest]
