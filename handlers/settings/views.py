"""What the settings show."""

from aiogram_dialog import DialogManager

from handlers.session import Session, session_of
from handlers.window import Button, View, column, columns
from locales.texts import LANGUAGES
from locales.writing import CURRENCIES
from wording.figures import clinic_title

SETTINGS = ("language", "currency", "name", "clinics")


async def overview(manager: DialogManager) -> View:
    """All settings with their values."""
    session = session_of(manager)
    speak, workspace = session.speak, session.workspace
    text = speak(
        "settings",
        language=speak(f"language-{workspace.language}"),
        currency=_currency(session, workspace.currency),
        clinic=workspace.clinic_name or speak("settings-no_name"),
    )
    buttons = [Button(name, speak.plain(f"settings.{name}")) for name in SETTINGS]
    return View(text, column([*buttons, Button("menu", speak.plain("menu"))]))


async def language(manager: DialogManager) -> View:
    """The languages there are, each by its own name."""
    session = session_of(manager)
    speak = session.speak
    buttons = [Button(code, speak.plain(f"language-{code}")) for code in LANGUAGES]
    return View(speak("settings-language"), (tuple(buttons), _back(session)))


async def currency(manager: DialogManager) -> View:
    """The currencies a clinic can count in."""
    session = session_of(manager)
    buttons = [Button(code, _currency(session, code)) for code in CURRENCIES]
    return View(session.speak("settings-currency"), (*columns(buttons, 2), _back(session)))


async def name(manager: DialogManager) -> View:
    """The clinic's name, typed or taken away."""
    session = session_of(manager)
    speak = session.speak
    rows = [_back(session)]
    if session.workspace.clinic_name:
        rows.insert(0, (Button("remove", speak.plain("settings-name.remove")),))
    return View(speak("settings-name"), rows)


async def clinics(manager: DialogManager) -> View:
    """All clinics of the person; a tap opens one."""
    session = session_of(manager)
    speak, workspace = session.speak, session.workspace
    listed = [
        Button(
            f"open:{clinic.id}",
            ("✓ " if clinic.id == workspace.clinic_id else "") + clinic_title(speak, clinic.name),
        )
        for clinic in workspace.clinics.listed()
    ]
    changes = [Button("name", speak.plain("settings-clinics.name"))]
    if len(listed) > 1:
        changes.append(Button("remove", speak.plain("settings-clinics.remove")))
    return View(
        speak("settings-clinics", clinic=_opened(session)),
        (
            *column(listed),
            (Button("add", speak.plain("settings-clinics.add")),),
            tuple(changes),
            _back(session),
        ),
    )


async def adding(manager: DialogManager) -> View:
    """The name of another clinic."""
    session = session_of(manager)
    return View(session.speak("settings-clinics-adding"), (_back(session),))


async def removing(manager: DialogManager) -> View:
    """Asks before the open clinic goes, naming what goes with it."""
    session = session_of(manager)
    speak = session.speak
    months = len(await session.workspace.months.records())
    text = speak("settings-clinics-removing", clinic=_opened(session), months=months)
    yes = Button(f"yes:{session.workspace.clinic_id}", speak.plain("settings-clinics-removing.yes"))
    return View(text, ((yes,), _back(session)))


def _opened(session: Session) -> str:
    return clinic_title(session.speak, session.workspace.clinic_name)


def _currency(session: Session, code: str) -> str:
    currency, language = CURRENCIES[code], session.workspace.language
    return f"{currency.signs[language]} {currency.names[language]}"


def _back(session: Session) -> tuple[Button, ...]:
    return (Button("back", session.speak.plain("back")),)
