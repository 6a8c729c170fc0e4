"""Showing a month: the text at once, the picture as a durable job right after it."""

from handlers.forecast.keyboard import month_keyboard, month_subject
from handlers.forecast.pictures import PICTURE, ForecastPicture
from handlers.months.texts import MonthText
from handlers.session import Session
from metrics.monthly import Month
from services.plan_fact import report_of


async def show_month(session: Session, month: Month) -> None:
    """Send what a month says against its plan."""
    workspace = session.workspace
    report = await report_of(workspace, month)
    months = workspace.months
    text = MonthText(session, report, await months.record(month), await months.facts()).full()
    if not report.lines:
        await session.say(text, month_keyboard(session.speak, month_subject(workspace.clinic_id, month)))
        return
    await session.say(text)
    session.later(PICTURE, {"of": ForecastPicture.MONTH, "month": str(month)})
