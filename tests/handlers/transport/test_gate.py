"""What the gate makes of everything Telegram can answer, and a storm of it all at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    GetMe,
    SendChatAction,
    SendMediaGroup,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Chat, InputMediaPhoto, Message
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey
from pydantic import BaseModel, ValidationError

from handlers.transport.gate import (
    UNCOMMITTED,
    ChatUnreachableError,
    Gate,
    answering,
    messages_in,
    priority,
    surely_not_taken,
)
from handlers.transport.pacing import Pacer, Priority
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.handlers.transport.rushing_clock import START, RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, Answer, ScriptedSession
from tests.handlers.transport.waiting import until


class RememberedChats:
    """A chat book in memory."""

    def __init__(self) -> None:
        self.blocked_chats: list[int] = []
        self.moves: dict[int, int] = {}

    def current(self, chat: int) -> int:
        return self.moves.get(chat, chat)

    async def blocked(self, chat: int) -> None:
        self.blocked_chats.append(chat)

    async def migrated(self, chat: int, target: int) -> None:
        self.moves[chat] = target


class Calls(Counter[tuple[str, str]]):
    """A meter that remembers."""

    def called(self, method: str, outcome: str) -> None:
        self[method, outcome] += 1


class Line:
    """A bot behind a gate, talking to a scripted Telegram."""

    def __init__(self, *answers: Answer | Callable[[TelegramMethod[Any]], Answer]) -> None:
        self.clock = RushingClock()
        self.chats = RememberedChats()
        self.calls = Calls()
        script = list(answers)

        def answer(method: TelegramMethod[Any]) -> Answer:
            scripted = script.pop(0) if len(script) > 1 else script[0]
            return scripted(method) if callable(scripted) else scripted

        self.session = ScriptedSession(self.clock, answer)
        self.session.middleware(
            Gate(
                pacer=Pacer(self.clock),
                chats=self.chats,
                clock=self.clock,
                chance=Random(7),
                meter=self.calls,
            )
        )
        self.bot = Bot(TOKEN, session=self.session)

    @property
    def times(self) -> list[float]:
        return [round(moment, 2) for moment, _ in self.session.calls]


def message(chat: int = 1) -> Message:
    return Message(message_id=10, date=START, chat=Chat(id=chat, type="private"), text="hello")


SEND = SendMessage(chat_id=1, text="hello")
EDIT = EditMessageText(chat_id=1, message_id=10, text="hello")
DELETE = DeleteMessage(chat_id=1, message_id=10)
TAP = AnswerCallbackQuery(callback_query_id="7")
TYPING = SendChatAction(chat_id=1, action="typing")


def refusal(text: str) -> TelegramBadRequest:
    return TelegramBadRequest(method=SEND, message=f"Bad Request: {text}")


def flood(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(method=SEND, message="Too Many Requests", retry_after=seconds)


def broken_connection() -> TelegramNetworkError:
    return TelegramNetworkError(method=SEND, message="Request timeout error")


def refused_connection() -> TelegramNetworkError:
    error = TelegramNetworkError(method=SEND, message="ClientConnectorError")
    error.__cause__ = ClientConnectorError(
        ConnectionKey("api.telegram.org", 443, True, True, None, None, None), OSError(111, "refused")
    )
    return error


def server_error() -> TelegramServerError:
    return TelegramServerError(method=SEND, message="Internal Server Error")


def gateway_page() -> ClientDecodeError:
    return ClientDecodeError("Failed to decode object", ValueError("no JSON"), "<html>502 Bad Gateway</html>")


def unreadable_success() -> ClientDecodeError:
    class Strict(BaseModel):
        ok: bool

    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({})
    return ClientDecodeError("Failed to deserialize object", caught.value, {})


FORBIDDEN = TelegramForbiddenError(method=SEND, message="Forbidden: bot was blocked by the user")
MOVED = TelegramMigrateToChat(method=SEND, message="Bad Request: group upgraded", migrate_to_chat_id=-1009)


@pytest.mark.parametrize(
    ("method", "words", "result"),
    [
        (EDIT, "message is not modified: specified new message content is the same", True),
        (EDIT, "message to edit not found", False),
        (EDIT, "message can't be edited", False),
        (EDIT, "MESSAGE_ID_INVALID", False),
        (DELETE, "message to delete not found", True),
        (DELETE, "message can't be deleted for everyone", False),
        (TAP, "query is too old and response timeout expired or query ID is invalid", False),
    ],
)
async def test_a_refusal_that_spoils_nothing_is_an_answer(
    method: TelegramMethod[bool], words: str, result: bool
) -> None:
    line = Line(refusal(words))
    assert await line.bot(method) is result
    assert len(line.session.calls) == 1
    assert line.calls == {(method.__api_method__, "harmless"): 1}


async def test_a_real_refusal_reaches_the_caller_at_once() -> None:
    line = Line(refusal("can't parse entities"))
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await line.bot(SEND)
    assert line.times == [0]


async def test_a_message_that_replies_to_nothing_is_a_refusal_even_if_the_words_are_known() -> None:
    with pytest.raises(TelegramBadRequest):
        await Line(refusal("MESSAGE_ID_INVALID")).bot(SEND)


async def test_a_flood_is_waited_out_and_the_same_call_made_again() -> None:
    line = Line(flood(7), message())
    assert await line.bot(SEND) == message()
    assert line.times == [0, 7]
    assert line.calls == {("sendMessage", "flood"): 1, ("sendMessage", "ok"): 1}


async def test_a_flood_in_one_chat_stops_its_edits_too_but_no_other_chat() -> None:
    line = Line(flood(7), message())
    await asyncio.gather(
        line.bot(SEND),
        line.bot(SendMessage(chat_id=2, text="hi")),
        _after(line, 1, EDIT),
        _after(line, 1, TAP),
    )
    sent = [
        (moment, method.__api_method__, getattr(method, "chat_id", None))
        for moment, method in line.session.calls
    ]
    assert sent[:3] == [(0, "sendMessage", 1), (0, "sendMessage", 2), (1, "answerCallbackQuery", None)]
    assert sorted(sent[3:]) == [(7, "editMessageText", 1), (7, "sendMessage", 1)]


async def test_a_flood_longer_than_anyone_waits_reaches_the_caller() -> None:
    line = Line(flood(200), flood(200), message())
    with pytest.raises(TelegramRetryAfter):
        await line.bot(SEND)
    assert line.times == [0, 200]


async def test_a_person_who_blocked_the_bot_is_remembered_and_told_apart() -> None:
    line = Line(FORBIDDEN)
    with pytest.raises(ChatUnreachableError):
        await line.bot(SEND)
    assert line.chats.blocked_chats == [1]
    assert line.calls == {("sendMessage", "blocked"): 1}


async def test_a_migrated_group_is_followed_and_remembered() -> None:
    line = Line(MOVED, message())
    await line.bot(SendMessage(chat_id=-5, text="hi"))
    await line.bot(SendMessage(chat_id=-5, text="again"))
    assert [method.model_dump()["chat_id"] for _, method in line.session.calls] == [-5, -1009, -1009]
    assert line.chats.moves == {-5: -1009}


@pytest.mark.parametrize("failure", [server_error, refused_connection, gateway_page])
async def test_a_call_that_surely_failed_is_repeated_up_to_six_times(
    failure: Callable[[], Exception],
) -> None:
    line = Line(*(failure() for _ in range(6)), message())
    assert await line.bot(SEND) == message()
    # Half to whole of 0.5, 1, 2, 4, 8, 8 seconds.
    gaps = [after - before for before, after in pairwise(line.times)]
    assert all(full / 2 <= gap <= full for gap, full in zip(gaps, (0.5, 1, 2, 4, 8, 8), strict=True))
    lost = Line(failure())
    with pytest.raises(type(failure())):
        await lost.bot(SEND)
    assert len(lost.session.calls) == 7


async def test_a_message_that_may_have_arrived_is_repeated_twice_at_most() -> None:
    line = Line(broken_connection())
    with pytest.raises(TelegramNetworkError):
        await line.bot(SEND)
    assert len(line.session.calls) == 3


async def test_a_reminder_that_may_have_arrived_is_not_repeated() -> None:
    line = Line(broken_connection())
    priority.set(Priority.BROADCAST)
    with pytest.raises(TelegramNetworkError):
        await line.bot(SEND)
    assert len(line.session.calls) == 1


@pytest.mark.parametrize(
    ("failure", "surely"),
    [
        (refused_connection(), True),
        (server_error(), True),
        (gateway_page(), True),
        (flood(600), True),
        (broken_connection(), False),
        (unreadable_success(), False),
        (refusal("can't parse entities"), False),
    ],
)
def test_what_telegram_has_surely_not_taken(failure: Exception, surely: bool) -> None:
    assert surely_not_taken(failure) is surely


async def test_an_edit_may_be_repeated_as_often_as_any_failure() -> None:
    line = Line(*(broken_connection() for _ in range(6)), True)
    assert await line.bot(EDIT) is True


@pytest.mark.parametrize(
    "error", [unreadable_success(), TelegramEntityTooLarge(method=SEND, message="Request Entity Too Large")]
)
async def test_what_would_fail_again_or_was_done_is_not_repeated(error: Exception) -> None:
    line = Line(error, message())
    with pytest.raises(type(error)):
        await line.bot(SEND)
    assert len(line.session.calls) == 1


@pytest.mark.parametrize("failure", [flood(5), broken_connection(), server_error()])
async def test_typing_is_not_worth_waiting_for(failure: Exception) -> None:
    line = Line(failure)
    assert await line.bot(TYPING) is False
    assert line.times == [0]


async def test_the_pollers_and_the_starts_calls_pass_untouched() -> None:
    line = Line(server_error())
    with pytest.raises(TelegramServerError):
        await line.bot(GetMe())
    assert line.times == [0]
    assert line.calls == {}


async def test_taps_are_answered_and_windows_edited_without_waiting_for_messages() -> None:
    line = Line(True)
    hundred = [_after(line, 0, SendMessage(chat_id=chat, text="hi")) for chat in range(1, 101)]
    await asyncio.gather(*hundred, _after(line, 0, TAP))
    assert [moment for moment, method in line.session.calls if method is TAP] == [0]
    await asyncio.gather(*(line.bot(EDIT) for _ in range(100)))
    assert {moment for moment, method in line.session.calls if method is EDIT} == {line.clock.monotonic()}


async def test_a_mailing_waits_for_answers() -> None:
    line = Line(message())

    async def mail(chat: int) -> None:
        priority.set(Priority.BROADCAST)
        await line.bot(SendMessage(chat_id=chat, text="news"))

    mailing = [asyncio.create_task(mail(chat)) for chat in range(1, 91)]
    await line.clock.sleep(0.5)
    await asyncio.gather(*(line.bot(SendMessage(chat_id=chat, text="hi")) for chat in range(1001, 1031)))
    assert line.clock.monotonic() == pytest.approx(1.0, abs=0.01)
    await asyncio.gather(*mailing)


@pytest.mark.parametrize(
    ("method", "messages"),
    [
        (SEND, 1),
        (EDIT, 1),
        (SendMediaGroup(chat_id=1, media=[InputMediaPhoto(media=str(number)) for number in range(4)]), 4),
    ],
)
def test_messages_in_a_call(method: TelegramMethod[Any], messages: int) -> None:
    assert messages_in(method) == messages


async def _after(line: Line, seconds: float, method: TelegramMethod[Any]) -> Any:
    await line.clock.sleep(seconds)
    return await line.bot(method)


class Storm:
    """Telegram on a bad day: a third of all calls end in one of its refusals."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.blocked = set(range(5, 300, 25))
        self.moved = {-chat: -1000 - chat for chat in range(10, 100, 10)}
        self.delivered: Counter[tuple[int, str]] = Counter()

    def answer(self, method: TelegramMethod[Any]) -> Answer:
        assert isinstance(method, SendMessage)
        chat = int(method.chat_id)
        match self.chance.randrange(30):
            case 0 | 1:
                return flood(self.chance.randint(1, 5))
            case 2 | 3 | 4:
                return server_error()
            case 5 | 6:
                return refused_connection()
            case 7:
                return gateway_page()
            case 8:
                return broken_connection()
        if chat in self.blocked:
            return FORBIDDEN
        if chat in self.moved:
            return TelegramMigrateToChat(method=method, message="moved", migrate_to_chat_id=self.moved[chat])
        self.delivered[chat, method.text] += 1
        return message(chat)


@pytest.mark.parametrize("seed", range(3))
async def test_in_a_storm_all_that_can_arrive_does_and_no_second_holds_over_thirty(
    seed: int,
) -> None:
    storm = Storm(seed)
    line = Line(storm.answer)
    chats = [*range(1, 100), *storm.moved]

    async def talk(chat: int) -> None:
        for number in range(5):
            try:
                await line.bot(SendMessage(chat_id=chat, text=str(number)))
            except ChatUnreachableError:
                assert chat in storm.blocked

    await asyncio.gather(*(talk(chat) for chat in chats))
    reachable = [storm.moved.get(chat, chat) for chat in chats if chat not in storm.blocked]
    assert storm.delivered == {(chat, str(number)): 1 for chat in reachable for number in range(5)}
    assert set(line.chats.blocked_chats) == storm.blocked & set(chats)
    moments = [moment for moment, _ in line.session.calls]
    assert max(sum(start <= other <= start + 1 for other in moments[first : first + 100])
               for first, start in enumerate(moments)) == 30  # fmt: skip
    order: dict[int, list[str]] = {}
    for chat, text in storm.delivered:
        order.setdefault(chat, []).append(text)
    assert all(texts == sorted(texts) for texts in order.values())


class Doorway:
    """Updates that send a message each and are not committed until told."""

    def __init__(self, line: Line, database: Database) -> None:
        self.line = line
        self.units = [UnitOfWork(database) for _ in range(UNCOMMITTED + 2)]

    async def send(self, number: int) -> None:
        """Answer an update in a chat of its own."""
        answering.set(self.units[number])
        await self.line.bot(SendMessage(chat_id=number + 1, text="hello"))

    @property
    def sent(self) -> int:
        """How many messages reached Telegram."""
        return sum(isinstance(method, SendMessage) for _, method in self.line.session.calls)


async def test_few_messages_leave_before_their_updates_are_committed(sqlite_database: Database) -> None:
    door = Doorway(Line(message()), sqlite_database)
    sending = [asyncio.create_task(door.send(number)) for number in range(UNCOMMITTED + 2)]
    await until(lambda: door.sent == UNCOMMITTED)
    await asyncio.sleep(0.05)
    assert door.sent == UNCOMMITTED
    await door.units[0].commit()
    await until(lambda: door.sent == UNCOMMITTED + 1)
    door.units[1].end()  # given up: it will be answered again
    await asyncio.gather(*sending)
    assert door.sent == UNCOMMITTED + 2


async def test_a_second_message_and_one_that_failed_keep_nobody_waiting(sqlite_database: Database) -> None:
    door = Doorway(Line(refusal("message text is empty"), message()), sqlite_database)
    with pytest.raises(TelegramBadRequest):
        await asyncio.create_task(door.send(0))
    for _ in range(2):
        for number in range(1, UNCOMMITTED + 1):
            await asyncio.wait_for(asyncio.create_task(door.send(number)), 60)
    assert door.sent == 1 + 2 * UNCOMMITTED


async def test_a_job_waits_for_no_update(sqlite_database: Database) -> None:
    door = Doorway(Line(message()), sqlite_database)
    for number in range(UNCOMMITTED):
        await asyncio.create_task(door.send(number))
    await asyncio.wait_for(door.line.bot(SendMessage(chat_id=99, text="picture")), 60)


async def test_what_an_update_started_takes_no_place_once_it_has_ended(sqlite_database: Database) -> None:
    door = Doorway(Line(message()), sqlite_database)
    for number in range(UNCOMMITTED + 1):
        await door.units[number].commit()
        await asyncio.wait_for(asyncio.create_task(door.send(number)), 60)
    assert door.sent == UNCOMMITTED + 1
