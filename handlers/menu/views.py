"""What the start window shows."""

from aiogram_dialog import DialogManager

from handlers.session import session_of
from handlers.window import Button, View
from locales.texts import Speaker
from services.product import Product
from services.questionnaire import sequence
from services.segments import Segment, SegmentKind, plan_year_at
from wording.figures import clinic_title


async def start(manager: DialogManager) -> View:
    """Two lines on what this is, and the ways on."""
    session = session_of(manager)
    speak = session.speak
    clinic = next(
        (
            item
            for item in session.workspace.segments.listed()
            if item.kind is SegmentKind.CLINIC and item.answers
        ),
        None,
    )
    rows: list[tuple[Button, ...]] = [(Button("begin", _begin_label(speak, clinic)),)]
    if clinic is not None and clinic.is_complete:
        rows.insert(0, (Button("plan", speak.plain("start.plan")),))
        rows.append(
            (Button("month", speak.plain("start.month")), Button("months", speak.plain("start.months")))
        )
        now = session.clock.now()
        if clinic.plan_year < now.year:
            rows.insert(0, (Button("new_year", speak.plain("start.new_year", year=str(now.year))),))
    if await Product(session.workspace).has_visits():
        rows.append((Button("metrics", speak.plain("start.metrics")),))
    rows += [
        (Button("example", speak.plain("start.example")), Button("upload", speak.plain("start.upload"))),
        (
            Button("self_check", speak.plain("start.self_check")),
            Button("segments", speak.plain("start.segments")),
        ),
        (Button("settings", speak.plain("start.settings")),),
    ]
    year = clinic.plan_year if clinic else plan_year_at(session.clock.now())
    lines = [speak("start", year=str(year))]
    if len(session.workspace.clinics.listed()) > 1:
        lines.append(speak("start-clinic", clinic=clinic_title(speak, session.workspace.clinic_name)))
    return View("\n".join(lines), rows)


def _begin_label(speak: Speaker, clinic: Segment | None) -> str:
    if clinic is None:
        return speak.plain("start.begin")
    left = sum(question.name not in clinic.answers for question in sequence(clinic.answers))
    return speak.plain("start.resume", left=left) if left else speak.plain("start.check")
