"""What the buttons under messages on product metrics start."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram_dialog import DialogManager

from charts.analysis import AnalysisPicture
from handlers.places.product import open_comparing, open_decisions, open_filter
from handlers.results.analysis.keyboard import ProductAction
from handlers.results.analysis.orders import ANALYSIS, Show, order_about, order_analysis
from handlers.results.keyboard import Start
from handlers.session import Session
from metrics.selection import Selection
from metrics.steering import Block
from reports.orders import ReportFile
from services.product import Product

Opening = Callable[[DialogManager, Selection], Awaitable[None]]


async def _metrics(session: Session, _: DialogManager, __: str) -> None:
    order_analysis(session)


async def _block(session: Session, _: DialogManager, subject: str) -> str | None:
    return await _detail(session, subject, Show.BLOCK, frozenset(Block))


async def _chart(session: Session, _: DialogManager, subject: str) -> str | None:
    return await _detail(session, subject, Show.CHART, frozenset(AnalysisPicture))


async def _advice(session: Session, _: DialogManager, analysis_id: str) -> None:
    await order_about(session, analysis_id, Show.ADVICE)


async def _charts(session: Session, _: DialogManager, analysis_id: str) -> None:
    await order_about(session, analysis_id, Show.CHARTS)


async def _outlook(session: Session, _: DialogManager, analysis_id: str) -> None:
    await order_about(session, analysis_id, Show.OUTLOOK)


async def _reports(session: Session, _: DialogManager, analysis_id: str) -> None:
    await order_about(session, analysis_id, Show.REPORTS)


async def _report(session: Session, _: DialogManager, subject: str) -> str | None:
    return await _detail(session, subject, Show.REPORT, frozenset(ReportFile))


async def _decisions(session: Session, manager: DialogManager, analysis_id: str) -> None:
    product = await Product.of_analysis(session.workspace, analysis_id)
    session.workspace.go_to_clinic(product.clinic_id)
    await open_decisions(manager)


async def _compare(session: Session, manager: DialogManager, analysis_id: str) -> str | None:
    return await _choosing(session, manager, analysis_id, open_comparing)


async def _filter(session: Session, manager: DialogManager, analysis_id: str) -> str | None:
    return await _choosing(session, manager, analysis_id, open_filter)


async def _choosing(session: Session, manager: DialogManager, analysis_id: str, start: Opening) -> str | None:
    """Open a conversation that offers the clinic's segments, known once its latest uploads are reckoned."""
    product = await Product.of_analysis(session.workspace, analysis_id)
    selection = await product.selection(analysis_id)
    session.workspace.go_to_clinic(product.clinic_id)
    if await product.choices() is None:
        order_analysis(session)
        return session.speak.plain("filter-counting")
    await start(manager, selection)
    return None


async def _stop(session: Session, _: DialogManager, task_key: str) -> str | None:
    if not (task_key.startswith(f"{ANALYSIS}:") and await session.jobs.stop(task_key)):
        return session.speak.plain("old_button")
    await session.say(session.speak("product-stopped"))
    return None


async def _detail(session: Session, subject: str, show: Show, known: frozenset[str]) -> str | None:
    """Show one of several things of an analysis; a name that is none of them can only be forged."""
    analysis_id, _, detail = subject.partition("/")
    if detail not in known:
        return session.speak.plain("old_button")
    await order_about(session, analysis_id, show, detail)
    return None


PRODUCT_STARTS: Mapping[str, Start] = {
    ProductAction.METRICS: _metrics,
    ProductAction.BLOCK: _block,
    ProductAction.ADVICE: _advice,
    ProductAction.CHARTS: _charts,
    ProductAction.CHART: _chart,
    ProductAction.OUTLOOK: _outlook,
    ProductAction.DECISIONS: _decisions,
    ProductAction.COMPARE: _compare,
    ProductAction.FILTER: _filter,
    ProductAction.REPORTS: _reports,
    ProductAction.REPORT: _report,
    ProductAction.STOP: _stop,
}
