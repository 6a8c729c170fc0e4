"""From a raw update to its task and from the task to the dispatcher; nothing is swallowed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message, Update
from aiogram_dialog import setup_dialogs
from structlog.testing import capture_logs

from handlers.transport.gate import ChatUnreachableError
from handlers.transport.people import PrivateChats, identity_of
from handlers.transport.processing import (
    Doer,
    Job,
    MalformedUpdateError,
    UnreadableUpdateError,
    job_handler,
    kind_of,
    parked_notice,
    update_handler,
    update_task,
    wanted_updates,
)
from services.workspace import Workspace
from storage.database import Database
from storage.queue import Task, WorkerDiedError, open_queue
from storage.unit_of_work import UnitOfWork
from tests.handlers.transport.rushing_clock import START, RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, Answer, ScriptedSession
from workers.worker import WorkerDied

PERSON = {"id": 77, "is_bot": False, "first_name": "Ольга", "language_code": "ru"}
GROUP = {"id": -500, "type": "group", "title": "Клиника"}
PRIVATE = {"id": 77, "type": "private", "first_name": "Ольга"}


def message(text: str = "60 млн", chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    return {"message_id": 9, "date": 1767603600, "chat": chat, "from": PERSON, "text": text}


IN_LINE: list[tuple[dict[str, Any], str]] = [
    ({"message": message()}, "chat:77"),
    ({"edited_message": message()}, "chat:77"),
    ({"channel_post": {"message_id": 1, "chat": {"id": -100}}}, "chat:-100"),
    ({"edited_channel_post": {"message_id": 1, "chat": {"id": -100}}}, "chat:-100"),
    ({"callback_query": {"id": "1", "from": PERSON, "message": message(chat=GROUP)}}, "chat:-500"),
    ({"callback_query": {"id": "1", "from": PERSON, "inline_message_id": "x"}}, "chat:77"),
    ({"inline_query": {"id": "1", "from": PERSON, "query": "x"}}, "chat:77"),
    ({"chosen_inline_result": {"result_id": "1", "from": PERSON}}, "chat:77"),
    ({"pre_checkout_query": {"id": "1", "from": PERSON}}, "chat:77"),
    ({"shipping_query": {"id": "1", "from": PERSON}}, "chat:77"),
    ({"purchased_paid_media": {"from": PERSON}}, "chat:77"),
    ({"poll_answer": {"poll_id": "1", "user": PERSON}}, "chat:77"),
    ({"poll_answer": {"poll_id": "1", "voter_chat": GROUP, "user": PERSON}}, "chat:-500"),
    ({"poll": {"id": "1", "options": []}}, "kind:poll"),
    ({"my_chat_member": {"chat": PRIVATE, "from": PERSON}}, "chat:77"),
    ({"chat_member": {"chat": GROUP, "from": PERSON}}, "chat:-500"),
    ({"chat_join_request": {"chat": GROUP, "from": PERSON}}, "chat:-500"),
    ({"message_reaction": {"chat": GROUP, "user": PERSON}}, "chat:-500"),
    ({"message_reaction_count": {"chat": GROUP}}, "chat:-500"),
    ({"chat_boost": {"chat": GROUP, "boost": {}}}, "chat:-500"),
    ({"removed_chat_boost": {"chat": GROUP, "source": {"user": PERSON}}}, "chat:-500"),
    ({"business_connection": {"id": "1", "user": PERSON}}, "chat:77"),
    ({"business_message": message()}, "chat:77"),
    ({"edited_business_message": message()}, "chat:77"),
    ({"deleted_business_messages": {"chat": PRIVATE}}, "chat:77"),
    ({"guest_message": message(chat=GROUP)}, "chat:-500"),
    ({"managed_bot": {"user": PERSON}}, "chat:77"),
    ({"subscription": {"user": PERSON}}, "chat:77"),
    ({"stopped_message_generation": {"chat": PRIVATE}}, "chat:77"),
    ({"something_of_2030": {"chat": {"id": "not a number"}, "from": PERSON}}, "chat:77"),
    ({"something_of_2030": [1, 2]}, "kind:something_of_2030"),
    ({}, "kind:nothing"),
]


@pytest.mark.parametrize(("content", "lock"), IN_LINE)
def test_an_update_stands_in_line_with_its_chat_or_its_person(content: dict[str, Any], lock: str) -> None:
    task = update_task({"update_id": 5, **content}, START)
    assert (task.kind, task.key, task.lock) == ("update", "update:5", lock)
    assert json.loads(task.payload) == {
        "received": START.timestamp(),
        "update": {"update_id": 5, **content},
    }


def test_every_kind_of_update_aiogram_knows_is_in_the_table_above() -> None:
    assert {kind for content, _ in IN_LINE for kind in content} >= Update.model_fields.keys() - {"update_id"}


@pytest.mark.parametrize("raw", [{}, {"update_id": "5"}, {"update_id": None}, {"update_id": True}])
def test_without_a_number_it_is_no_update(raw: dict[str, Any]) -> None:
    with pytest.raises(MalformedUpdateError):
        update_task(raw, START)


class Presence:
    """Notes who left and who came back."""

    def __init__(self) -> None:
        self.log: list[tuple[str, int]] = []

    async def blocked(self, chat: int) -> None:
        self.log.append(("blocked", chat))

    async def returned(self, chat: int, *, unblocked: bool) -> None:
        self.log.append(("unblocked" if unblocked else "spoke", chat))


class Meter:
    """Notes what was handled."""

    def __init__(self) -> None:
        self.log: list[tuple[str, float]] = []

    def handled(self, kind: str, seconds: float) -> None:
        self.log.append((kind, seconds))


TAP = {"id": "1", "from": PERSON, "chat_instance": "x"}


class Room:
    """A dispatcher with the handler of the queue around it."""

    def __init__(
        self, database: Database, answer: Callable[[TelegramMethod[Any]], Answer] = lambda _: True
    ) -> None:
        self.clock = RushingClock()
        self.dispatcher = Dispatcher()
        self.session = ScriptedSession(self.clock, answer)
        self.bot = Bot(TOKEN, session=self.session)
        self.chats = Presence()
        self.meter = Meter()
        self.unit = UnitOfWork(database)
        self.private_chats = PrivateChats(database)
        self._handle = update_handler(
            self.dispatcher, self.bot, chats=self.chats, clock=self.clock, meter=self.meter
        )

    async def handle(self, **content: Any) -> None:
        await self._handle(update_task({"update_id": 5, **content}, self.clock.now()), self.unit)

    async def job_of(self, account: int) -> Task:
        """A job for somebody who is known by an account of Telegram."""
        unit = UnitOfWork(self.unit.database)
        workspace = await Workspace.open(unit, identity_of(account), "ru", self.clock)
        person = workspace.person
        await unit.commit()
        order = json.dumps({"person": person, "clinic": workspace.clinic_id, "of": "plan"})
        return Task("chart", f"chart:{person}", order, f"chart:{person}:5")

    async def do(self, job: Doer, task: Task) -> None:
        """Have a job done as the queue would."""
        queue = open_queue(self.unit.database, clock=self.clock)
        await job_handler(job, self.private_chats, queue, self.clock)(task, self.unit)

    @property
    def sent(self) -> list[TelegramMethod[Any]]:
        return [method for _, method in self.session.calls]


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


async def test_a_handler_gets_the_update_mounted_on_the_bot_and_its_unit_of_work(room: Room) -> None:
    seen: list[tuple[str | None, UnitOfWork]] = []

    @room.dispatcher.message()
    async def answer(message: Message, unit: UnitOfWork) -> None:
        seen.append((message.text, unit))
        await message.answer("Принято")
        await room.clock.sleep(0.25)

    await room.handle(message=message())
    assert seen == [("60 млн", room.unit)]
    assert [method.model_dump()["chat_id"] for method in room.sent] == [77]
    assert room.meter.log == [("message", 0.25)]


async def test_a_method_a_handler_returns_is_called(room: Room) -> None:
    @room.dispatcher.message()
    async def answer(message: Message) -> TelegramMethod[Message]:
        return message.answer("Принято")

    await room.handle(message=message())
    assert isinstance(room.sent[0], SendMessage)


async def test_an_error_of_a_handler_reaches_the_queue(room: Room) -> None:
    @room.dispatcher.message()
    async def fail(message: Message) -> None:
        raise ZeroDivisionError(message.text)

    with pytest.raises(ZeroDivisionError):
        await room.handle(message=message())
    assert room.meter.log == []


async def test_an_error_of_a_middleware_or_a_filter_reaches_the_queue(room: Room) -> None:
    async def broken(*_: Any) -> bool:
        raise ZeroDivisionError

    room.dispatcher.callback_query.register(broken, broken)
    room.dispatcher.message.outer_middleware(broken)
    room.dispatcher.message.register(broken)
    with pytest.raises(ZeroDivisionError):
        await room.handle(message=message())
    with pytest.raises(ZeroDivisionError):
        await room.handle(callback_query={**TAP, "data": "1", "message": message()})


@pytest.mark.parametrize(
    "tap",
    [
        {"data": "1", "inline_message_id": "x"},
        {"game_short_name": "chess"},
        {
            "data": "1",
            "message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group", "title": "Г"}},
        },
    ],
)
async def test_a_button_outside_the_conversation_is_answered_at_once_and_no_more(
    room: Room, tap: dict[str, Any]
) -> None:
    @room.dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        raise AssertionError(query)

    await room.handle(callback_query={**TAP, **tap})
    assert [type(sent) for sent in room.sent] == [AnswerCallbackQuery]


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": 1, "date": 1, "text": "x", "chat": {"id": -5, "type": "channel"}}},
        {
            "edited_message": {
                "message_id": 1,
                "date": 1,
                "edit_date": 2,
                "from": PERSON,
                "chat": {"id": 7, "type": "private"},
                "location": {"latitude": 1.0, "longitude": 2.0, "live_period": 900},
            }
        },
    ],
)
async def test_messages_of_nobody_and_places_that_move_are_passed_over(
    room: Room, update: dict[str, Any]
) -> None:
    @room.dispatcher.message()
    @room.dispatcher.edited_message()
    async def heard(message: Message) -> None:
        raise AssertionError(message)

    await room.handle(**update)
    assert room.sent == []


async def test_an_update_nobody_wants_is_done(room: Room) -> None:
    @room.dispatcher.message()
    async def skip(message: Message) -> None:
        raise SkipHandler

    await room.handle(message=message())
    await room.handle(edited_message=message())
    assert [kind for kind, _ in room.meter.log] == ["message", "edited_message"]


async def test_a_kind_of_tomorrow_is_done_without_a_word_of_what_it_holds(
    room: Room, recwarn: pytest.WarningsRecorder
) -> None:
    with capture_logs() as logs:
        await room.handle(something_of_2030={"from": PERSON, "text": "60 млн"})
        await room.handle()
    assert len(recwarn) == 0
    assert [line["update_kind"] for line in logs] == ["something_of_2030", "nothing"]
    assert "60 млн" not in str(logs)


async def test_an_update_aiogram_cannot_read_is_an_error_that_names_fields_not_contents(room: Room) -> None:
    with pytest.raises(UnreadableUpdateError) as caught:
        await room.handle(message={**message(), "date": "вчера", "from": {"first_name": "Ольга"}})
    assert str(caught.value) == "message.date, message.from.id, message.from.is_bot"
    assert caught.value.__suppress_context__


async def test_a_person_who_blocked_the_bot_ends_the_update_quietly(sqlite_database: Database) -> None:
    gone = ChatUnreachableError(
        method=SendMessage(chat_id=77, text=""), message="bot was blocked by the user"
    )
    room = Room(sqlite_database, lambda _: gone)

    @room.dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer("Принято")

    await room.handle(message=message())
    assert [kind for kind, _ in room.meter.log] == ["message"]


async def test_any_other_forbidden_call_is_an_error(sqlite_database: Database) -> None:
    room = Room(sqlite_database, lambda method: TelegramForbiddenError(method=method, message="Forbidden"))

    @room.dispatcher.callback_query()
    async def answer(query: CallbackQuery) -> None:
        await query.answer()

    with pytest.raises(TelegramForbiddenError):
        await room.handle(callback_query={"id": "1", "from": PERSON, "chat_instance": "x", "data": "1"})


@pytest.mark.parametrize(
    ("status", "noted"), [("kicked", "blocked"), ("left", "blocked"), ("member", "unblocked")]
)
async def test_who_blocks_the_bot_or_takes_it_back_is_noted(room: Room, status: str, noted: str) -> None:
    def member(status: str) -> dict[str, Any]:
        bot = {"id": 42, "is_bot": True, "first_name": "Pulse"}
        return {"status": status, "user": bot, **({"until_date": 0} if status == "kicked" else {})}

    await room.handle(
        my_chat_member={
            "chat": PRIVATE, "from": PERSON, "date": 0,
            "old_chat_member": member("member"), "new_chat_member": member(status),
        }
    )  # fmt: skip
    assert room.chats.log == [(noted, 77)]


async def test_whoever_speaks_is_noted_as_reachable_before_anything_is_sent(room: Room) -> None:
    @room.dispatcher.message()
    async def answer(_: Message) -> None:
        assert room.chats.log == [("spoke", 77)]

    await room.handle(message=message())
    assert room.meter.log


def test_telegram_is_asked_for_what_has_a_handler_and_for_blocks_and_nothing_else() -> None:
    dispatcher = Dispatcher()
    setup_dialogs(dispatcher)
    dispatcher.edited_message.register(wanted_updates)
    by_dialogs = ["callback_query", "message"]
    assert wanted_updates(dispatcher) == sorted([*by_dialogs, "edited_message", "my_chat_member"])


def parked(**content: Any) -> Task:
    return update_task({"update_id": 5, **content}, START)


class Words:
    """Notes for whom words were asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, str | None]] = []

    async def __call__(self, kind: str, person: int, language: str | None) -> str:
        self.asked.append((kind, person, language))
        return "Запись сохранена"


@pytest.mark.parametrize(
    ("content", "chat"),
    [
        ({"message": message()}, 77),
        ({"callback_query": {"id": "1", "from": PERSON, "message": message(chat=GROUP)}}, -500),
        ({"callback_query": {"id": "1", "from": PERSON}}, 77),
    ],
)
async def test_the_person_of_a_parked_update_is_told_where_they_wrote(
    room: Room, content: dict[str, Any], chat: int
) -> None:
    words = Words()
    await parked_notice(room.bot, words, room.private_chats)(
        parked(**content), ValueError("60 млн"), room.unit
    )
    assert words.asked == [("update", 77, "ru")]
    (sent,) = room.sent
    assert sent.model_dump(include={"chat_id", "text"}) == {"chat_id": chat, "text": "Запись сохранена"}


async def test_the_person_of_a_parked_job_is_told_in_their_chat(room: Room) -> None:
    words, job = Words(), await room.job_of(78)
    await parked_notice(room.bot, words, room.private_chats)(job, ValueError(), room.unit)
    assert words.asked == [("chart", 78, None)]
    (sent,) = room.sent
    assert sent.model_dump(include={"chat_id"}) == {"chat_id": 78}


async def test_a_job_for_who_blocked_the_bot_ends_quietly_and_no_other(room: Room) -> None:
    failures: list[Exception] = [
        ChatUnreachableError(method=SendMessage(chat_id=77, text=""), message="bot was blocked by the user"),
        ValueError("another"),
    ]

    async def job(*_: object) -> None:
        raise failures.pop(0)

    task = await room.job_of(77)
    await room.do(job, task)
    with pytest.raises(ValueError, match="another"):
        await room.do(job, task)


async def test_a_job_gets_the_chat_of_its_person(room: Room) -> None:
    done: list[Job] = []

    async def job(given: Job) -> None:
        done.append(given)

    task = await room.job_of(77)
    await room.do(job, task)
    (given,) = done
    assert (given.key, given.order, given.chat) == (task.key, json.loads(task.payload), 77)
    assert (given.workspace.person, given.workspace.clinic_id) == (
        given.order["person"],
        given.order["clinic"],
    )


async def test_a_job_at_a_clinic_removed_meanwhile_is_left_out_quietly(room: Room) -> None:
    async def job(_: Job) -> None:
        raise AssertionError("there is nothing it could be about")

    task = await room.job_of(77)
    unit = UnitOfWork(room.unit.database)
    workspace = await Workspace.open(unit, identity_of(77), "ru", room.clock)
    workspace.add_clinic("Другая")
    workspace.remove_clinic(json.loads(task.payload)["clinic"])
    await unit.commit()
    await room.do(job, task)
    assert room.sent == []


async def test_a_worker_that_died_over_a_job_is_the_queues_to_count(room: Room) -> None:
    async def job(_: Job) -> None:
        raise WorkerDied("over the task")

    with pytest.raises(WorkerDiedError, match="chart"):
        await room.do(job, await room.job_of(77))


async def test_a_job_for_somebody_without_a_chat_is_an_error_that_names_nobody(room: Room) -> None:
    async def job(*_: object) -> None:
        raise AssertionError("there is nobody it could be for")

    task = Task("chart", "chart:gone", json.dumps({"person": "gone", "of": "plan"}), "chart:gone:5")
    with capture_logs() as logs:
        await room.do(job, task)
    assert logs == [
        {"event": "a job is for somebody without a chat", "log_level": "error", "task_kind": "chart"}
    ]
    await parked_notice(room.bot, Words(), room.private_chats)(task, ValueError(), room.unit)
    assert room.sent == []


@pytest.mark.parametrize("content", [{"poll": {"id": "1"}}, {"channel_post": {"chat": GROUP}}, {}])
async def test_where_there_is_nobody_nobody_is_told(room: Room, content: dict[str, Any]) -> None:
    await parked_notice(room.bot, Words(), room.private_chats)(parked(**content), ValueError(), room.unit)
    assert room.sent == []


async def test_parking_goes_on_when_the_person_cannot_be_told(sqlite_database: Database) -> None:
    gone = ChatUnreachableError(
        method=SendMessage(chat_id=77, text=""), message="bot was blocked by the user"
    )
    room = Room(sqlite_database, lambda _: gone)
    await parked_notice(room.bot, Words(), room.private_chats)(
        parked(message=message()), ValueError(), room.unit
    )
    assert len(room.sent) == 1


def test_the_kind_of_an_update() -> None:
    assert kind_of({"update_id": 5, "message": {}}) == "message"


@pytest.mark.parametrize("where", ["message", "reply_to_message"])
def test_what_people_call_their_files_is_not_written_down(where: str) -> None:
    file = {"file_id": "x", "file_unique_id": "y", "file_name": "Иванова.xlsx", "file_size": 5}
    sent = {**message(), "document": file}
    raw = {"update_id": 1, "message": sent if where == "message" else {**message(), where: sent}}
    payload = json.loads(update_task(raw, START).payload)
    assert "Иванова" not in json.dumps(payload, ensure_ascii=False)
    kept = payload["update"]["message"]
    kept = kept if where == "message" else kept[where]
    assert kept["document"] == {"file_id": "x", "file_unique_id": "y", "file_size": 5}
