"""What happens in the settings."""

from collections.abc import Mapping

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.command_menu import command_menu
from handlers.places.menu import open_menu
from handlers.places.settings import Settings
from handlers.session import Session, session_of
from handlers.window import notice, toast
from locales.texts import LANGUAGES
from locales.writing import CURRENCIES
from services.limits import MOST_CLINICS, LimitReachedError
from services.names import clean_name, is_taken
from wording.figures import clinic_title

_WINDOWS: Mapping[str, State] = {
    "language": Settings.language,
    "currency": Settings.currency,
    "name": Settings.name,
    "clinics": Settings.clinics,
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
        session_of(manager).workspace.clinics.set_currency(pressed)
    await _saved(manager, pressed)


async def clear_name(manager: DialogManager, pressed: str) -> None:
    """Take the name away, or leave it."""
    if pressed == "remove":
        session_of(manager).workspace.clinics.rename(None)
    await _saved(manager, pressed)


async def set_name(manager: DialogManager, text: str) -> None:
    """A typed name."""
    session = session_of(manager)
    name = clean_name(text)
    if name is None:
        notice(session.speak("settings-bad_name"))
        return
    session.workspace.clinics.rename(name)
    await manager.switch_to(Settings.overview)


async def on_clinics(manager: DialogManager, pressed: str) -> None:
    """Open another clinic, add one, rename or remove the open one."""
    session = session_of(manager)
    action, _, clinic = pressed.partition(":")
    match action:
        case "open":
            session.workspace.go_to_clinic(clinic)
            toast(session.speak.plain("settings-clinics-opened", clinic=_opened(session)))
        case "add":
            await manager.switch_to(Settings.adding)
        case "name":
            await manager.switch_to(Settings.name)
        case "remove" if len(session.workspace.clinics.listed()) > 1:
            await manager.switch_to(Settings.removing)
        case "back":
            await manager.switch_to(Settings.overview)


async def add_clinic(manager: DialogManager, text: str) -> None:
    """A typed name of another clinic; it is opened at once."""
    session = session_of(manager)
    speak, workspace = session.speak, session.workspace
    name = clean_name(text)
    if name is None:
        notice(speak("settings-bad_name"))
    elif is_taken(name, workspace.clinics.listed()):
        notice(speak("settings-clinics-exists", clinic=name))
    else:
        try:
            workspace.add_clinic(name)
        except LimitReachedError:
            notice(speak("settings-clinics-full", most=MOST_CLINICS))
        await manager.switch_to(Settings.clinics)


async def remove_clinic(manager: DialogManager, pressed: str) -> None:
    """Remove the clinic that was asked about, or not."""
    session = session_of(manager)
    action, _, clinic = pressed.partition(":")
    if action == "yes" and len(session.workspace.clinics.listed()) > 1:
        name = clinic_title(session.speak, session.workspace.of_clinic(clinic).clinic_name)
        session.workspace.remove_clinic(clinic)
        toast(session.speak.plain("settings-clinics-removed", clinic=name))
    await manager.switch_to(Settings.clinics)


def _opened(session: Session) -> str:
    return clinic_title(session.speak, session.workspace.clinic_name)


async def _saved(manager: DialogManager, pressed: str) -> None:
    if pressed != "back":
        toast(session_of(manager).speak.plain("settings-saved"))
    await manager.switch_to(Settings.overview)
