"""Showing a plan: the text at once, the picture as a durable job right after it."""

from charts.requests import BridgeChart
from handlers.chat_text import in_chat
from handlers.results.charts import plan_chart
from handlers.results.keyboard import EXAMPLE, result_keyboard
from handlers.results.pictures import order_picture
from handlers.session import Session
from locales.writing import Writer
from services.example import CURRENCY, example_forecast, example_segment
from services.segments import Segment, plan_year_at
from wording.forecast import ForecastText
from wording.lines import BLANK, marked


async def show_result(session: Session, segment: Segment) -> None:
    """Send the plan of a segment. Raises FiguresError if its answers contradict each other."""
    forecast = await session.workspace.plans.planned(segment.id)
    text = ForecastText(
        session.speak, session.write, segment, forecast, clinic_name=session.workspace.clinic_name
    )
    if forecast.whole is None:
        await session.say(in_chat(text.said()), result_keyboard(session.speak, segment.id))
        return
    await session.say(in_chat(text.said()))
    chart = plan_chart(session.workspace, segment, forecast)
    order_picture(session, chart, segment=segment.id, buttons=segment.id)


async def show_example(session: Session) -> None:
    """Send the article's clinic with its full result."""
    segment = example_segment(plan_year_at(session.clock.now()))
    forecast = example_forecast(segment)
    write = Writer(session.workspace.language, CURRENCY)
    text = ForecastText(session.speak, write, segment, forecast, as_in_article=True)
    above = (marked(session.speak("example-title")), BLANK)
    await session.say(in_chat((*above, *text.said())))
    chart = BridgeChart(forecast, segment.plan_year, session.workspace.language)
    order_picture(session, chart, buttons=EXAMPLE)
