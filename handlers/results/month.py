"""Showing a month: the text at once, the picture as a durable job right after it."""

from handlers.chat_text import in_chat
from handlers.results.keyboard import month_keyboard, month_subject
from handlers.results.pictures import PICTURE, ForecastPicture
from handlers.session import Session
from metrics.monthly import Month
from services.plan_fact import report_of
from wording.month import MonthText


async def show_month(session: Session, month: Month) -> None:
    """Send what a month says against its plan."""
    workspace = session.workspace
    report = await report_of(workspace, month)
    months = workspace.months
    said = MonthText(
        session.speak,
        session.write,
        report,
        await months.record(month),
        await months.facts(),
        workspace.clinic_name if len(workspace.clinics.listed()) > 1 else None,
    ).said()
    if not report.lines:
        await session.say(
            in_chat(said), month_keyboard(session.speak, month_subject(workspace.clinic_id, month))
        )
        return
    await session.say(in_chat(said))
    session.later(PICTURE, {"of": ForecastPicture.MONTH, "month": str(month)})
