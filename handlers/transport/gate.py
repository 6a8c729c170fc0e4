"""The one gate through which every call to Telegram leaves: paced, and patient with what Telegram answers.

    bot.session.middleware(LongTexts())
    bot.session.middleware(Gate(...))

What a caller sees of Telegram's refusals:

- an edit that changes nothing returns True; an edit or delete of a message that is gone or too old returns
  False, and so does an answer to a button pressed too long ago: none of them ends a conversation;
- a person who blocked the bot raises `ChatUnreachableError`, which the update's handler may let through;
- floods, migrated groups, 5xx and broken connections are waited for, followed and repeated here.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Protocol, cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError
from pydantic import ValidationError

from clock import Clock
from handlers.transport.pacing import ChatId, Pacer, Priority
from storage.unit_of_work import UnitOfWork

priority: ContextVar[Priority] = ContextVar("priority", default=Priority.INTERACTIVE)
answering: ContextVar[UnitOfWork | None] = ContextVar("answering", default=None)
"""The unit of work of the update being answered; none in a job, which may go on long after a message.

What an update starts inherits it: there it has ended.
"""

# The poller and the start deal with the errors of these themselves.
UNGATED = frozenset({"getUpdates", "getMe"})
# Telegram's figures are about messages sent. Edits, deletes, chat actions, drafts and answers to buttons make
# no message: they wait only for a pause Telegram asked for, and an answer to a button not even for that,
# because the button spins until it comes.
URGENT = frozenset({"answerCallbackQuery", "answerPreCheckoutQuery", "answerInlineQuery"})
# «typing…» a second too late is worth nothing.
FLEETING = frozenset({"sendChatAction", "sendMessageDraft", "sendRichMessageDraft"})

REPEATS = 6
# A connection that broke after the call went out may have delivered the message: repeating it may show it
# twice, not repeating it may lose it. For an answer somebody waits for, twice is the lesser evil, within this
# limit; a reminder is never sent twice.
REPEATS_IN_DOUBT = {Priority.INTERACTIVE: 2, Priority.BROADCAST: 0}
FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
LONGEST_FLOOD_WAIT = 300.0

# A message that left before its update was committed leaves again after a crash: only so many at a time. At
# Telegram's usual tenth of a second for an answer, four keep up with the 30 messages a second it allows.
UNCOMMITTED = 4

_UNCHANGED = ("message is not modified",)
_ALREADY_GONE = ("message to delete not found",)
_OUT_OF_REACH = (
    "message to edit not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
    "query is too old",
    "query id is invalid",
)


class ChatUnreachableError(TelegramForbiddenError):
    """The person blocked the bot or left: nothing can be sent there and nothing is wrong."""


class ChatBook(Protocol):
    """What is known of chats over restarts: who blocked the bot, which group moved where."""

    def current(self, chat: int) -> int:
        """The number under which `chat` is reached now."""

    async def blocked(self, chat: int) -> None: ...

    async def migrated(self, chat: int, target: int) -> None: ...


class CallMeter(Protocol):
    """Counts what left through the gate."""

    def called(self, method: str, outcome: str) -> None:
        """One answer of Telegram; outcomes are ok, harmless, flood, moved, blocked, failed and refused."""


@dataclass(slots=True)
class _Attempts:
    repeats: int = 0
    in_doubt: int = 0
    flood_wait: float = 0.0


_response_types: dict[type[TelegramMethod[Any]], type[Response[Any]]] = {}


def _keep_response_type(method: TelegramMethod[Any]) -> None:
    """aiogram reads an answer as `Response[what the method returns]`, which pydantic keeps only weakly.

    Unless somebody holds on to it, it is built anew, for some milliseconds, after every garbage collection.
    """
    kind = type(method)
    if kind not in _response_types:
        _response_types[kind] = Response[kind.__returning__]  # type: ignore[name-defined]


def is_message(method: TelegramMethod[Any]) -> bool:
    """Does this call put a message into a chat?"""
    name = method.__api_method__
    return name.startswith(("send", "copyMessage", "forwardMessage")) and name not in FLEETING


def messages_in(method: TelegramMethod[Any]) -> int:
    """How many messages the call makes: an album is as many as it has pictures."""
    many = getattr(method, "media", None) if method.__api_method__ == "sendMediaGroup" else None
    many = getattr(method, "message_ids", many)
    return len(many) if isinstance(many, list) else 1


def chat_of(method: TelegramMethod[Any]) -> ChatId | None:
    chat = getattr(method, "chat_id", None)
    return chat if isinstance(chat, int | str) else None


class Gate(BaseRequestMiddleware):
    """Request middleware for the session of one bot."""

    def __init__(
        self, *, pacer: Pacer, chats: ChatBook, clock: Clock, chance: Random, meter: CallMeter
    ) -> None:
        self._pacer = pacer
        self._chats = chats
        self._clock = clock
        self._chance = chance
        self._meter = meter
        self._uncommitted = asyncio.Semaphore(UNCOMMITTED)
        self._holders: set[UnitOfWork] = set()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        _keep_response_type(method)
        if method.__api_method__ in UNGATED:
            return await make_request(bot, method)
        attempts = _Attempts()
        while True:
            addressed = self._readdressed(method)
            await self._admit(addressed)
            await self._take_place(addressed)
            try:
                result = await make_request(bot, addressed)
            except Exception as error:
                self._give_place(answering.get())
                outcome, verdict = await self._judge(addressed, error, attempts)
                self._meter.called(method.__api_method__, outcome)
                if verdict is error:
                    raise
                if isinstance(verdict, Exception):
                    raise verdict from error
                if verdict is not None:
                    # The Bot API's own word for it: these methods return a message or a bool.
                    return cast("Response[TelegramType]", verdict)
            else:
                self._meter.called(method.__api_method__, "ok")
                return result

    async def _take_place(self, method: TelegramMethod[Any]) -> None:
        """Wait until few enough updates have sent a message without being committed, and be one of them."""
        unit = answering.get()
        if unit is None or not unit.open or not is_message(method):
            return
        await self._uncommitted.acquire()
        self._holders.add(unit)
        unit.at_end(partial(self._give_place, unit))

    def _give_place(self, unit: UnitOfWork | None) -> None:
        if unit in self._holders:
            self._holders.remove(unit)
            self._uncommitted.release()

    def _readdressed(self, method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType]:
        chat = chat_of(method)
        if not isinstance(chat, int) or (current := self._chats.current(chat)) == chat:
            return method
        return method.model_copy(update={"chat_id": current})

    async def _admit(self, method: TelegramMethod[Any]) -> None:
        if is_message(method):
            self._give_place(answering.get())  # nobody else waits for the pace of this chat
            await self._pacer.turn(chat_of(method), cost=messages_in(method), priority=priority.get())
        elif method.__api_method__ not in URGENT | FLEETING:
            await self._pacer.pause_over(chat_of(method))

    async def _judge(
        self, method: TelegramMethod[Any], error: Exception, attempts: _Attempts
    ) -> tuple[str, bool | Exception | None]:
        """Name what happened; the verdict is the call's result, the error to raise, or None: once more."""
        match error:
            case TelegramRetryAfter():
                return "flood", await self._wait_out_flood(method, error, attempts)
            case TelegramMigrateToChat():
                return "moved", await self._follow(method, error)
            case TelegramForbiddenError():
                return "blocked", await self._give_up_on_chat(method, error)
            case TelegramBadRequest() if "chat not found" in error.message.lower():
                return "blocked", await self._give_up_on_chat(method, error)
            case TelegramBadRequest() if (harmless := _harmless(method, error)) is not None:
                return "harmless", harmless
            case TelegramServerError() | TelegramNetworkError() | ClientDecodeError() if _passes(error):
                return "failed", await self._wait_to_repeat(method, error, attempts)
        return "refused", error

    async def _wait_out_flood(
        self, method: TelegramMethod[Any], flood: TelegramRetryAfter, attempts: _Attempts
    ) -> bool | Exception | None:
        if method.__api_method__ in FLEETING:
            return False
        attempts.flood_wait += flood.retry_after
        if attempts.flood_wait > LONGEST_FLOOD_WAIT:
            return flood
        if method.__api_method__ in URGENT:
            await self._clock.sleep(flood.retry_after)
        else:
            self._pacer.pause(chat_of(method), flood.retry_after)
        return None

    async def _follow(self, method: TelegramMethod[Any], moved: TelegramMigrateToChat) -> Exception | None:
        chat = chat_of(method)
        if not isinstance(chat, int) or chat == moved.migrate_to_chat_id:
            return moved
        if chat > 0:  # only groups move: whatever this is, the person is not to be reached there
            return await self._give_up_on_chat(method, moved)
        await self._chats.migrated(chat, moved.migrate_to_chat_id)
        return None

    async def _give_up_on_chat(self, method: TelegramMethod[Any], refusal: TelegramAPIError) -> Exception:
        chat = chat_of(method)
        if not isinstance(chat, int):
            return refusal
        await self._chats.blocked(chat)
        return ChatUnreachableError(method=method, message=refusal.message)

    async def _wait_to_repeat(
        self, method: TelegramMethod[Any], failure: Exception, attempts: _Attempts
    ) -> bool | Exception | None:
        if method.__api_method__ in FLEETING:
            return False
        attempts.repeats += 1
        attempts.in_doubt += is_message(method) and _may_have_arrived(failure)
        if attempts.repeats > REPEATS or attempts.in_doubt > REPEATS_IN_DOUBT[priority.get()]:
            return failure
        delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts.repeats - 1))
        await self._clock.sleep(delay * self._chance.uniform(0.5, 1.0))
        return None


def _harmless(method: TelegramMethod[Any], refusal: TelegramBadRequest) -> bool | None:
    """What Telegram's refusal means for the wish behind the call; None when it is a real refusal."""
    if is_message(method):
        return None
    message = refusal.message.lower()
    if any(words in message for words in _UNCHANGED + _ALREADY_GONE):
        return True
    if any(words in message for words in _OUT_OF_REACH):
        return False
    return None


def surely_not_taken(failure: Exception) -> bool:
    """Whether Telegram has not taken a message, for certain, though it may take it later."""
    match failure:
        case TelegramNetworkError():
            return not _may_have_arrived(failure)
        case TelegramRetryAfter() | TelegramServerError() | TelegramUnauthorizedError():
            return True
        case ClientDecodeError():
            return _passes(failure)
    return False


def _passes(failure: Exception) -> bool:
    """Can the same call succeed a moment later?

    A file too large stays too large (413). An answer in JSON that aiogram cannot read means the call
    succeeded, one that is not JSON is a gateway's error page.
    """
    if isinstance(failure, ClientDecodeError):
        return not isinstance(failure.original, ValidationError)
    return not isinstance(failure, TelegramEntityTooLarge)


def _may_have_arrived(failure: Exception) -> bool:
    """A time-out or a connection that broke half-way; not a refused connection, not a 5xx."""
    return isinstance(failure, TelegramNetworkError) and not isinstance(
        failure.__cause__, ClientConnectorError
    )
