"""All conversations under one roof."""

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram_dialog import setup_dialogs

from handlers.channels.dialog import dialog as channels
from handlers.commands import commands, describe, fallback
from handlers.forecast.actions import router as results
from handlers.menu.dialog import dialog as menu
from handlers.privacy.dialog import dialog as privacy
from handlers.questionnaire.dialog import dialog as questionnaire
from handlers.reminders.contact import NextContact
from handlers.reminders.dialog import dialog as reminders
from handlers.reminders.sender import Awaited
from handlers.segments.dialog import dialog as segments
from handlers.self_check.dialog import dialog as self_check
from handlers.session import SessionMiddleware
from handlers.settings.dialog import dialog as settings
from handlers.taps import DoubleTaps
from handlers.what_if.dialog import dialog as what_if
from handlers.window import Messages
from locales.texts import Texts
from storage.clock import Clock
from storage.queue import Queue


def build_dispatcher(
    storage: BaseStorage, texts: Texts, clock: Clock, queue: Queue, awaited: Awaited
) -> Dispatcher:
    """The dispatcher with every conversation; awaited: who is to be told something at their next contact.

    Updates of one chat have to come one at a time: the queue sees to that, so there is no isolation of events
    here.
    """
    dispatcher = Dispatcher(storage=storage, events_isolation=DisabledEventIsolation(), texts=texts)
    dispatcher.update.outer_middleware(DoubleTaps(clock))
    dispatcher.update.outer_middleware(SessionMiddleware(texts, clock, queue))
    dispatcher.update.outer_middleware(NextContact(awaited, clock))
    dispatcher.include_routers(commands, results)
    # The longest conversation first: an update passes every router before its own.
    dispatcher.include_routers(
        questionnaire, menu, channels, what_if, segments, self_check, reminders, settings, privacy
    )
    dispatcher.include_router(fallback)
    setup_dialogs(dispatcher, message_manager=Messages(), events_isolation=DisabledEventIsolation())
    dispatcher.startup.register(describe)
    return dispatcher
