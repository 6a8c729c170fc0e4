"""Finds what aiogram and aiogram-dialog would run in a thread instead of awaiting it.

aiogram 3.31 awaits a callback only if it is a coroutine function, or as a filter an instance of `Filter`
(`aiogram.dispatcher.event.handler.CallableObject`). Everything else goes through `asyncio.to_thread`: every
`F.…`, a bare `State`, any plain function, and also an object with an `async def __call__` of its own, whose
coroutine then counts as true without ever being run.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.handler import CallableObject, FilterObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import CombinedInput, MessageInput, TextInput


def find_threaded_filters(dispatcher: Dispatcher) -> list[str]:
    """What aiogram would not await, as «router · event · what»; an empty list is what one wants.

    Filters, handlers and start-up callbacks would go to a thread, a plain middleware would fail.
    """
    found: list[str] = []
    for router in dispatcher.chain_tail:
        found += [f"{router.name} · {place}" for place in _in_router(router)]
    return found


def _in_router(router: Router) -> Iterator[str]:
    for event, observer in router.observers.items():
        yield from (f"{event} · {place}" for place in _in_observer(observer))
    for event, callbacks in (("startup", router.startup), ("shutdown", router.shutdown)):
        yield from (f"{event} · {place}" for handler in callbacks.handlers for place in _threaded(handler))
    if isinstance(router, Dialog):
        yield from _in_dialog(router)


def _in_observer(observer: TelegramEventObserver) -> Iterator[str]:
    for shared in observer._handler.filters or ():
        yield from _threaded(shared)
    for handler in observer.handlers:
        yield from _threaded(handler)
        for own in handler.filters or ():
            yield from _threaded(own)
    for middleware in (*observer.outer_middleware, *observer.middleware):
        if not _is_awaitable(middleware):
            yield f"middleware {middleware!r}"


def _in_dialog(dialog: Dialog) -> Iterator[str]:
    for state, window in dialog.windows.items():
        for place in _in_input(vars(window)["on_message"]):
            yield f"{state.state} · {place}"


def _in_input(widget: Any) -> Iterator[str]:
    match widget:
        case CombinedInput():
            for inner in widget.inputs:
                yield from _in_input(inner)
        case MessageInput():
            for own in widget.filters:
                yield from _threaded(own)
        case TextInput() if widget.filter is not None:
            yield from _threaded(widget.filter)


def _threaded(called: CallableObject) -> Iterator[str]:
    """The callable itself or what is wrapped in it (`or_f`, `and_f`, `~`) if it is not awaited."""
    if not called.awaitable:
        yield repr(getattr(called, "magic", None) or called.callback)
    inner = getattr(called.callback, "targets", None) or (getattr(called.callback, "target", None),)
    for target in inner:
        if isinstance(target, FilterObject):
            yield from _threaded(target)


def _is_awaitable(middleware: Any) -> bool:
    called = middleware if inspect.isroutine(middleware) else getattr(middleware, "__call__", None)  # noqa: B004
    return inspect.iscoroutinefunction(called)
