"""Asking before everything goes, and the file with everything."""

import json

from aiogram.types import BotCommandScopeChat, BufferedInputFile
from aiogram_dialog import Dialog, DialogManager

from handlers.places.privacy import Privacy
from handlers.privacy.visits import order_visits
from handlers.session import Session, session_of
from handlers.window import Button, View, column, window
from services.export import Export


async def _forgetting(manager: DialogManager) -> View:
    speak = session_of(manager).speak
    return View(
        speak("forget-ask"),
        column([Button("yes", speak.plain("forget-ask.yes")), Button("no", speak.plain("forget-ask.no"))]),
    )


async def _forget(manager: DialogManager, pressed: str) -> None:
    session = session_of(manager)
    await manager.done()
    if pressed == "yes":
        # What is being made for this person would arrive after the last word.
        await session.jobs.stop_all()
        session.workspace.forget()
        session.chat.forget()
        await session.bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=session.chat_id))
        await session.say(session.speak("forget-done"))
    else:
        await session.say(session.speak("forget-kept"))


async def send_everything(session: Session) -> None:
    """Send all that is stored about the person as one JSON file, and have the visits follow, if any."""
    content = json.dumps(await Export(session.workspace).everything(), ensure_ascii=False, indent=2)
    file = BufferedInputFile(content.encode(), "clinic-pulse.json")
    caption = session.speak("export_ready")
    if await order_visits(session):
        caption += "\n" + session.speak("export_visits-following")
    await session.bot.send_document(session.chat_id, file, caption=caption)


dialog = Dialog(window(Privacy.forgetting, _forgetting, _forget))
