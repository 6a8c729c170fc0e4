"""All conversations under one roof."""

from secrets import token_urlsafe
from typing import Final

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram_dialog import setup_dialogs
from aiogram_dialog.api.entities import stack as dialog_stack

from clock import Clock
from handlers.channels.dialog import dialog as channels
from handlers.command_menu import describe
from handlers.commands import commands, fallback
from handlers.menu.dialog import dialog as menu
from handlers.months.dialog import entry as months
from handlers.months.dialog import history, new_year
from handlers.months.typed import router as typed_replies
from handlers.privacy.dialog import dialog as privacy
from handlers.product.comparing import dialog as comparing
from handlers.product.decisions import dialog as decisions
from handlers.product.filtering import dialog as filtering
from handlers.questionnaire.dialog import dialog as questionnaire
from handlers.reminders.contact import NextContact
from handlers.reminders.dialog import dialog as reminders
from handlers.reminders.replies import REPLIES
from handlers.reminders.sender import Awaited
from handlers.results.actions import RESULT_STARTS, results_router
from handlers.results.analysis.actions import PRODUCT_STARTS
from handlers.segments.dialog import dialog as segments
from handlers.self_check.dialog import dialog as self_check
from handlers.session import SessionMiddleware
from handlers.settings.dialog import dialog as settings
from handlers.taps import DoubleTaps
from handlers.transport.entering import Entering
from handlers.upload.dialog import dialog as uploads
from handlers.upload.fetching import TELEGRAM_LIMIT
from handlers.upload.receiving import receiving
from handlers.what_if.dialog import dialog as what_if
from handlers.window import Messages
from locales.texts import Texts

WINDOW_ID_BYTES: Final = 9
"""Random enough that none comes twice, and short enough for the data of a button."""


def build_dispatcher(
    storage: BaseStorage,
    texts: Texts,
    clock: Clock,
    entering: Entering,
    awaited: Awaited,
    *,
    document_limit: int = TELEGRAM_LIMIT,
) -> Dispatcher:
    """The dispatcher with every conversation.

    entering: gives handlers their entrance; awaited: who is to be told something at their next contact;
    document_limit: of a file, in bytes.

    Updates of one chat have to come one at a time: the queue sees to that, so there is no isolation of events
    here.
    """
    # aiogram-dialog names a window by the second and a number up to 99. Of two opened within one second the
    # newer may bear the older's name, and then a button of the window that is gone acts on it.
    dialog_stack.new_id = _window_id
    dispatcher = Dispatcher(storage=storage, events_isolation=DisabledEventIsolation(), texts=texts)
    dispatcher.update.outer_middleware(entering)
    dispatcher.update.outer_middleware(DoubleTaps())
    dispatcher.update.outer_middleware(SessionMiddleware(texts, clock))
    dispatcher.update.outer_middleware(NextContact(awaited))
    results = results_router({**RESULT_STARTS, **PRODUCT_STARTS, **REPLIES})
    dispatcher.include_routers(commands, results, typed_replies, receiving(document_limit))
    # The longest conversation first: an update passes every router before its own.
    dispatcher.include_routers(
        questionnaire,
        menu,
        months,
        channels,
        what_if,
        segments,
        history,
        new_year,
        self_check,
        reminders,
        settings,
        uploads,
        privacy,
    )
    dispatcher.include_routers(decisions, filtering, comparing)
    dispatcher.include_router(fallback)
    setup_dialogs(dispatcher, message_manager=Messages(), events_isolation=DisabledEventIsolation())
    dispatcher.startup.register(describe)
    return dispatcher


def _window_id() -> str:
    return token_urlsafe(WINDOW_ID_BYTES)
