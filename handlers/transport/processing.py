"""From a raw update to a task of the queue, and from the task to the conversation it belongs to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from clock import Clock
from handlers.transport.gate import ChatUnreachableError, answering
from handlers.transport.logs import hide_in_logs
from handlers.transport.people import PrivateChats
from services.entrance import Entrance
from services.jobs import Jobs
from services.workspace import Workspace
from storage.queue import HopelessError, Queue, Task, TaskHandler, WorkerDiedError
from storage.unit_of_work import UnitOfWork
from workers.worker import WorkerDied

KIND = "update"

RawUpdate = Mapping[str, Any]

log = structlog.stdlib.get_logger(__name__)

# Where in an update of any kind the chat or the person is, the chat before the person. A private chat has the
# number of its person, so that everything one person does there stands in one line.
_WHOSE = (
    ("chat", "id"),
    ("message", "chat", "id"),
    ("voter_chat", "id"),
    ("from", "id"),
    ("user", "id"),
    ("source", "user", "id"),
)


class UnreadableUpdateError(HopelessError):
    """aiogram does not understand the update; names the fields at fault, never what they hold."""


class MalformedUpdateError(ValueError):
    """What came in is no update at all."""


class UpdateMeter(Protocol):
    """Counts what was handled."""

    def handled(self, kind: str, seconds: float) -> None: ...


class Chats(Protocol):
    """Who may be written to."""

    async def blocked(self, chat: int) -> None:
        """The bot was blocked in or removed from `chat`."""

    async def returned(self, chat: int, *, unblocked: bool) -> None:
        """`chat` has sent something; `unblocked` when Telegram says its person took the bot back."""


def wanted_updates(dispatcher: Dispatcher) -> list[str]:
    """The kinds of updates to ask Telegram for: those with a handler, and blocks of the bot.

    The dispatcher's own list also names events that are not Telegram's, and business chats, for which
    aiogram-dialog has handlers: this bot answers nobody in another person's name.
    """
    used = {*dispatcher.resolve_used_update_types(), "my_chat_member"} - {"business_message"}
    return sorted(used & Update.model_fields.keys())


def update_task(raw: RawUpdate, received: datetime) -> Task:
    """The task of one update: in line with its chat, known by its number, without the name of a file in it.

    Raises MalformedUpdateError without a whole number as `update_id`.
    """
    number = raw.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise MalformedUpdateError("an update has a whole number as update_id")
    payload = _packed(received, raw)
    if '"file_name"' in payload:
        payload = _packed(received, _without_file_names(raw))
    return Task(kind=KIND, lock=_lock(raw), payload=payload, key=f"update:{number}")


def _packed(received: datetime, raw: RawUpdate) -> str:
    return json.dumps({"received": received.timestamp(), "update": raw}, separators=(",", ":"))


def _without_file_names(value: Any) -> Any:
    """An update without what people call their files: nobody needs it, and it may be a patient's name."""
    if isinstance(value, dict):
        return {field: _without_file_names(inner) for field, inner in value.items() if field != "file_name"}
    return [_without_file_names(inner) for inner in value] if isinstance(value, list) else value


def update_handler(
    dispatcher: Dispatcher, bot: Bot, *, chats: Chats, clock: Clock, meter: UpdateMeter
) -> TaskHandler:
    """What the queue runs for an update: the dispatcher, with its unit of work and when it was `received`.

    Every error of a handler reaches the queue, which repeats the update; only a person who blocked the bot
    ends it quietly. Updates of a kind this version does not know are done at once.
    """

    beginning = asyncio.Lock()

    async def handle(task: Task, unit: UnitOfWork) -> None:
        # One update begins per turn of the loop: in a burst those already answered are committed first. That
        # shortens the moment in which a crash makes an answer go out twice, and how long each one takes.
        async with beginning:
            await asyncio.sleep(0)
        answering.set(unit)
        payload = json.loads(task.payload)
        raw: RawUpdate = payload["update"]
        received = datetime.fromtimestamp(payload["received"], UTC)
        kind = kind_of(raw)
        hide_in_logs(raw)
        await _note_presence(chats, kind, raw)
        update = _read(raw, bot)
        if update is not None:
            await _feed(dispatcher, bot, update, unit, received)
        meter.handled(kind, (clock.now() - received).total_seconds())

    return handle


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody ordered: in plain types, under a key of its own, for the chat the answer goes to.

    workspace: the person's, at the clinic the order names; entrance: to what else the job changes.
    """

    key: str
    order: Mapping[str, Any]
    chat: int
    workspace: Workspace
    entrance: Entrance

    @property
    def jobs(self) -> Jobs:
        """What its person has ordered."""
        return self.entrance.jobs(self.workspace.person)


Doer: TypeAlias = Callable[[Job], Awaitable[None]]


def job_handler(do: Doer, private_chats: PrivateChats, queue: Queue, clock: Clock) -> TaskHandler:
    """What the queue runs for a job that ends in a message: who has blocked the bot ends it quietly.

    An order says who it is for, and at which clinic, `{"person", "clinic", …}`, or null for the one they look
    at. Nothing is done for somebody without a chat (any more), nor for who had everything, or this clinic,
    deleted meanwhile. What the job has written by the time it finds the bot blocked is kept: it was ordered
    before. Raises WorkerDiedError, which the queue counts, for a worker process that died over the job.
    """

    async def handle(task: Task, unit: UnitOfWork) -> None:
        order = json.loads(task.payload)
        chat = await private_chats.of(order["person"])
        if chat is None:
            log.error("a job is for somebody without a chat", task_kind=task.kind)
            return
        entrance = Entrance(unit, queue, clock)
        workspace = await entrance.workspace(order["person"], order["clinic"])
        if workspace is None:
            return
        try:
            await do(Job(task.key, order, chat, workspace, entrance))
        except ChatUnreachableError:
            return
        except WorkerDied as died:
            raise WorkerDiedError(task.kind) from died

    return handle


def parked_notice(
    bot: Bot, words: Callable[[str, int, str | None], Awaitable[str]], private_chats: PrivateChats
) -> Callable[[Task, BaseException, UnitOfWork], Awaitable[None]]:
    """What the queue calls when it gives a task up: the person is told once what becomes of it.

    `words` makes the text from the kind of the task, the number of the person's account and the language of
    their Telegram, which only an update knows.
    """

    async def tell(task: Task, error: BaseException, unit: UnitOfWork) -> None:  # noqa: ARG001 (the queue's call)
        payload = json.loads(task.payload)
        if "person" in payload:
            chat = account = await private_chats.of(payload["person"])
            language = None
        else:
            chat, account, language = _sender(payload)
        if chat is None or account is None:
            return
        text = await words(task.kind, account, language)
        try:
            await bot.send_message(chat, text)
        except AiogramError as refusal:
            log.warning("person not told of a parked task", key=task.key, error=type(refusal).__name__)

    return tell


def _sender(payload: Mapping[str, Any]) -> tuple[int | None, int | None, str | None]:
    """The chat, the account and the language of an update; None where there is nobody to tell."""
    raw: RawUpdate = payload.get("update", {})
    hide_in_logs(raw)
    event = _event(raw)
    account = event.get("from")
    if not isinstance(account, dict):
        return None, None, None
    return _first_found(event), account["id"], account.get("language_code")


def kind_of(raw: RawUpdate) -> str:
    """The update's kind as Telegram names it, `nothing` for an update with its number alone."""
    return next((field for field in raw if field != "update_id"), "nothing")


def chat_of(raw: RawUpdate) -> int | None:
    """The chat an update is about, or the person when it is about no chat."""
    return _first_found(_event(raw))


def _event(raw: RawUpdate) -> RawUpdate:
    event = raw.get(kind_of(raw))
    return event if isinstance(event, dict) else {}


def _lock(raw: RawUpdate) -> str:
    chat = chat_of(raw)
    return f"chat:{chat}" if chat is not None else f"kind:{kind_of(raw)}"


def _first_found(event: RawUpdate) -> int | None:
    for way in _WHOSE:
        found = _at(event, way)
        if isinstance(found, int):
            return found
    return None


def _at(value: Any, way: Sequence[str]) -> Any:
    for step in way:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _read(raw: RawUpdate, bot: Bot) -> Update | None:
    try:
        update = Update.model_validate(raw, context={"bot": bot})
        # Asked here: the dispatcher would warn of an unknown kind with the whole update in the warning.
        _ = update.event_type
    except UpdateTypeLookupError:
        log.info("update of an unknown kind left alone", update_kind=kind_of(raw))
        return None
    except ValidationError as error:
        places = sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)})
        raise UnreadableUpdateError(", ".join(places)) from None
    return update


async def _is_settled(bot: Bot, update: Update) -> bool:
    """Deal with what no conversation is for: a message of nobody, a place that moves, a button elsewhere."""
    query, edited = update.callback_query, update.edited_message
    if query is not None and (query.message is None or query.data is None or query.message.chat.id < 0):
        await bot.answer_callback_query(query.id)
        return True
    if edited is not None and edited.location is not None:
        return True
    message = update.message or edited
    return message is not None and message.from_user is None


async def _feed(
    dispatcher: Dispatcher, bot: Bot, update: Update, unit: UnitOfWork, received: datetime
) -> None:
    if await _is_settled(bot, update):
        return
    with suppress(ChatUnreachableError):
        answer = await dispatcher.feed_update(bot, update, unit=unit, received=received)
        if isinstance(answer, TelegramMethod):
            await bot(answer)


async def _note_presence(chats: Chats, kind: str, raw: RawUpdate) -> None:
    event = _event(raw)
    chat = _first_found(event)
    if chat is None:
        return
    if kind != "my_chat_member":
        await chats.returned(chat, unblocked=False)
    elif _at(event, ("new_chat_member", "status")) in ("kicked", "left"):
        await chats.blocked(chat)
    else:
        await chats.returned(chat, unblocked=True)
