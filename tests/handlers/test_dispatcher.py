"""The dispatcher with every conversation in it."""

from pathlib import Path

from aiogram.enums import UpdateType

from clock import SystemClock
from handlers.dispatcher import build_dispatcher
from handlers.reminders.sender import Awaited
from handlers.transport.entering import Entering
from handlers.transport.processing import wanted_updates
from handlers.transport.state import ConversationState
from locales.texts import Texts
from storage.database import Database
from storage.queue import open_queue
from tests.dispatchers import release_routers
from tests.handlers.threaded_filters import find_threaded_filters


async def test_no_filter_goes_to_a_thread_and_only_needed_updates_are_asked_for(tmp_path: Path) -> None:
    clock = SystemClock()
    database = await Database.open(f"sqlite:///{tmp_path / 'filters.sqlite3'}", clock=clock)
    queue = open_queue(database, clock=clock)
    dispatcher = build_dispatcher(
        ConversationState(database), Texts.load(), clock, Entering(queue, clock), Awaited()
    )
    # aiogram-dialog's own, on updates it sends to itself in the background, which this bot never does
    places = [place.partition(" · ")[2] for place in find_threaded_filters(dispatcher)]
    assert places == ["aiogd_update · <State '*'>"]
    assert set(wanted_updates(dispatcher)) == {
        UpdateType.MESSAGE,
        UpdateType.EDITED_MESSAGE,
        UpdateType.CALLBACK_QUERY,
        UpdateType.MY_CHAT_MEMBER,
    }
    release_routers(dispatcher)
    await database.close()
