"""Showing a month: the text at once, the picture as a durable job right after it."""

from handlers.chat_text import in_chat
from handlers.results.charts import month_chart, year_chart
from handlers.results.keyboard import month_keyboard, month_subject
from handlers.results.pictures import order_picture
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
    chart = month_chart(workspace, session.speak, report)
    subject = month_subject(workspace.clinic_id, month)
    if chart is None:
        await session.say(in_chat(said), month_keyboard(session.speak, subject))
        return
    await session.say(in_chat(said))
    order_picture(session, chart, buttons=subject)


async def order_year(session: Session, month: Month) -> bool:
    """Have the year of a month drawn against its plan; False while there is nothing to hold against it."""
    workspace = session.workspace
    chart = await year_chart(workspace, session.speak, month.year)
    if chart is None:
        return False
    order_picture(session, chart, buttons=month_subject(workspace.clinic_id, month))
    return True
