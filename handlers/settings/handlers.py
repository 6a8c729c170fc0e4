"""What happens in the settings."""

from collections.abc import Mapping

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.commands import command_menu
from handlers.menu.states import open_menu
from handlers.session import session_of
from handlers.settings.states import Settings
from handlers.window import notice, toast
from locales.texts import LANGUAGES
from locales.writing import CURRENCIES
from services.workspace import clean_name

_WINDOWS: Mapping[str, State] = {
    "language": Settings.language,
    "currency": Settings.currency,
    "name": Settings.name,
}


async def choose(manager: DialogManager, pressed: str) -> None:
    """Which setting to change."""
    if pressed == "menu":
        await open_menu(manager)
    elif pressed in _WINDOWS:
        await manager.switch_to(_WINDOWS[pressed])


async def set_language(manager: DialogManager, pressed: str) -> None:
    """Speak another language, in the chat's command menu too."""
    session = session_of(manager)
    if pressed in LANGUAGES:
        session.workspace.set_language(pressed)
        await command_menu(session)
    await _saved(manager, pressed)


async def set_currency(manager: DialogManager, pressed: str) -> None:
    """Count in another currency."""
    if pressed in CURRENCIES:
        session_of(manager).workspace.set_currency(pressed)
    await _saved(manager, pressed)


async def clear_name(manager: DialogManager, pressed: str) -> None:
    """Take the name away, or leave it."""
    if pressed == "remove":
        session_of(manager).workspace.rename_clinic(None)
    await _saved(manager, pressed)


async def set_name(manager: DialogManager, text: str) -> None:
    """A typed name."""
    session = session_of(manager)
    name = clean_name(text)
    if name is None:
        notice(session.speak("settings-bad_name"))
        return
    session.workspace.rename_clinic(name)
    await manager.switch_to(Settings.overview)


async def _saved(manager: DialogManager, pressed: str) -> None:
    if pressed != "back":
        toast(session_of(manager).speak.plain("settings-saved"))
    await manager.switch_to(Settings.overview)
