"""The search for threaded filters finds every kind of them, and nothing that is awaited."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import BaseMiddleware, Dispatcher, F, Router
from aiogram.dispatcher.event.handler import CallableObject
from aiogram.enums import ContentType
from aiogram.filters import (
    Command,
    CommandStart,
    ExceptionTypeFilter,
    Filter,
    StateFilter,
    and_f,
    invert_f,
    or_f,
)
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import TelegramObject
from aiogram_dialog import Dialog, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput, TextInput
from aiogram_dialog.widgets.text import Const

from tests.handlers.threaded_filters import find_threaded_filters


class Questions(StatesGroup):
    first = State()
    second = State()


class Button(CallbackData, prefix="b"):
    number: int


async def handler(*_: Any) -> None: ...


def plain(*_: Any) -> bool:
    return True


async def awaited(*_: Any) -> bool:
    return True


class OwnCallable:
    async def __call__(self, *_: Any) -> bool:
        return False


class OwnFilter(Filter):
    async def __call__(self, *_: Any) -> bool:
        return False


class OwnMiddleware(BaseMiddleware):
    async def __call__(self, handler: Any, event: TelegramObject, data: dict[str, Any]) -> Any:
        return await handler(event, data)


@pytest.mark.parametrize(
    "threaded",
    [F.text, F.data == "x", ~F.text, Questions.first, plain, lambda *_: True, OwnCallable()],
    ids=["F.text", "F ==", "~F", "bare State", "function", "lambda", "async __call__"],
)
def test_a_filter_that_goes_to_a_thread_is_found_wherever_it_hides(threaded: Any) -> None:
    def found(register: Any) -> int:
        dispatcher, router = Dispatcher(), Router(name="questions")
        dispatcher.include_router(router)
        register(router)
        places = find_threaded_filters(dispatcher)
        assert all(place.startswith("questions · message · ") for place in places)
        return len(places)

    assert found(lambda router: router.message.register(handler, threaded)) == 1
    assert found(lambda router: router.message.register(handler, awaited, threaded)) == 1
    assert found(lambda router: router.message.filter(threaded)) == 1
    assert found(lambda router: router.message.register(handler, or_f(awaited, threaded))) == 1
    assert found(lambda router: router.message.register(handler, and_f(OwnFilter(), invert_f(threaded)))) == 1


def test_a_handler_or_a_startup_callback_that_is_a_plain_function_is_found() -> None:
    dispatcher = Dispatcher(name="root")
    dispatcher.callback_query.register(plain)
    dispatcher.startup.register(plain)
    dispatcher.shutdown.register(plain)
    places = [place.rsplit(" · ", 1)[0] for place in find_threaded_filters(dispatcher)]
    assert places == ["root · callback_query", "root · startup", "root · shutdown"]


def test_a_middleware_that_cannot_be_awaited_is_found() -> None:
    dispatcher = Dispatcher(name="root")
    dispatcher.message.middleware(plain)  # type: ignore[arg-type]
    dispatcher.update.outer_middleware(plain)  # type: ignore[arg-type]
    assert [place.split(" <")[0] for place in find_threaded_filters(dispatcher)] == [
        "root · message · middleware",
        "root · update · middleware",
    ]


def test_what_is_awaited_is_not_reported() -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(handler, CommandStart(), Command("help", magic=F.args), awaited, OwnFilter())
    dispatcher.message.register(handler, StateFilter(Questions.first, Questions.second), ~StateFilter(None))
    dispatcher.callback_query.register(handler, Button.filter(F.number == 1))
    dispatcher.error.register(handler, ExceptionTypeFilter(ValueError))
    dispatcher.message.middleware(OwnMiddleware())
    dispatcher.message.outer_middleware(awaited)
    assert find_threaded_filters(dispatcher) == []


def test_filters_inside_the_windows_of_a_dialog_are_found() -> None:
    dispatcher = Dispatcher()
    dispatcher.include_router(
        Dialog(
            Window(
                Const("?"),
                MessageInput(handler, content_types=[ContentType.TEXT]),
                TextInput("answer", filter=F.text),
                state=Questions.first,
            ),
            Window(
                Const("?"), MessageInput(handler, filter=awaited), TextInput("answer"), state=Questions.second
            ),
        )
    )
    places = find_threaded_filters(dispatcher)
    assert len(places) == 2
    assert all("Questions:first" in place for place in places)


def test_aiogram_dialog_itself_has_one_for_its_updates_from_the_background() -> None:
    """`setup_dialogs` registers its own event with the bare `any_state`: a thread per `bg().update()`."""
    dispatcher = Dispatcher(name="root")
    setup_dialogs(dispatcher)
    assert find_threaded_filters(dispatcher) == ["root · aiogd_update · <State '*'>"]


async def test_aiogram_still_decides_as_described_here(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    async def to_thread(called: Any) -> Any:
        sent.append(called)
        return called()

    monkeypatch.setattr("asyncio.to_thread", to_thread)
    assert await CallableObject(awaited).call() is True
    assert sent == []
    assert await CallableObject(plain).call() is True
    assert len(sent) == 1
