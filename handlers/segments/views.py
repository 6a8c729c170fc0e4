"""What the segment conversation shows."""

from aiogram_dialog import DialogManager

from handlers.session import Session, session_of
from handlers.window import Button, View, column, columns
from metrics.funnel import FiguresError
from services.questionnaire import sequence
from services.segments import Segment, SegmentKind
from wording.figures import segment_title


async def listing(manager: DialogManager) -> View:
    """All segments with churn, check and plan of each."""
    session = session_of(manager)
    speak = session.speak
    session.workspace.segments.whole_clinic()
    segments = session.workspace.segments.listed()
    lines = [speak("segments"), ""]
    lines += [await _line(session, segment) for segment in segments]
    if len(segments) == 1:
        lines += ["", speak("segments-empty")]
    rows = columns([Button(f"open:{segment.id}", _title(session, segment)) for segment in segments], 2)
    add, menu = Button("add", speak.plain("segments-add")), Button("menu", speak.plain("menu"))
    return View("\n".join(lines), (*rows, (add,), (menu,)))


async def _line(session: Session, segment: Segment) -> str:
    speak, write = session.speak, session.write
    name = _title(session, segment)
    if not segment.is_complete:
        asked = sequence(segment.answers)
        given = sum(question.name in segment.answers for question in asked)
        return speak("segments-line-unfinished", name=name, given=given, total=len(asked))
    none = speak("segments-none")
    try:
        forecast = await session.workspace.plans.planned(segment.id)
    except FiguresError:
        return speak("segments-line", name=name, churn=none, check=none, plan=none)
    return speak(
        "segments-line",
        name=name,
        churn=write.share(forecast.churn.value, places=1) if forecast.churn else none,
        check=write.money(forecast.average_check.value) if forecast.average_check else none,
        plan=write.count(forecast.whole.plan) if forecast.whole else none,
    )


async def kind(manager: DialogManager) -> View:
    """What the new segment is."""
    session = session_of(manager)
    speak = session.speak
    kinds = [item for item in SegmentKind if item is not SegmentKind.CLINIC]
    buttons = [Button(item, speak.plain(f"segment-kind-{item}")) for item in kinds]
    return View(speak("segments-kind"), (*columns(buttons, 2), _back(session)))


async def naming(manager: DialogManager) -> View:
    """The name of the new segment."""
    session = session_of(manager)
    return View(session.speak(f"segments-name-{manager.dialog_data['kind']}"), (_back(session),))


async def card(manager: DialogManager) -> View:
    """One segment and what can be done with it."""
    session = session_of(manager)
    speak = session.speak
    segment = opened(manager)
    actions = ["data", "what_if", "channels"]
    if segment.is_complete:
        actions.insert(0, "result")
    if segment.kind is not SegmentKind.CLINIC:
        actions += ["rename", "remove"]
    buttons = [Button(action, speak.plain(f"segments-open.{action}")) for action in actions]
    text = f"{speak('segments-open', name=_title(session, segment))}\n{await _line(session, segment)}"
    return View(text, (*columns(buttons, 2), _back(session)))


async def renaming(manager: DialogManager) -> View:
    """A new name for a segment."""
    session = session_of(manager)
    return View(
        session.speak("segments-rename", name=_title(session, opened(manager))),
        (_back(session),),
    )


async def removing(manager: DialogManager) -> View:
    """Asks before a segment goes, naming what goes with it."""
    session = session_of(manager)
    speak = session.speak
    text = speak("segments-remove-ask", name=_title(session, opened(manager)))
    yes = Button("yes", speak.plain("segments-remove-ask.yes"))
    return View(text, column([yes, Button("back", speak.plain("back"))]))


def opened(manager: DialogManager) -> Segment:
    """The segment whose card is open. Raises NotFoundError if it was removed meanwhile."""
    return session_of(manager).workspace.segments.get(manager.dialog_data["segment"])


def _title(session: Session, segment: Segment) -> str:
    return segment_title(session.speak, segment, session.workspace.clinic_name)


def _back(session: Session) -> tuple[Button, ...]:
    return (Button("back", session.speak.plain("back")),)
