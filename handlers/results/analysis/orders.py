"""Ordering what shows product metrics: a durable job, for it may have to be reckoned first."""

from enum import StrEnum

from handlers.session import Session
from metrics.selection import WHOLE, Selection
from services.jobs import Jobs
from services.product import Product

ANALYSIS = "analysis"


class Show(StrEnum):
    """What the job shows."""

    SUMMARY = "summary"
    BLOCK = "block"
    ADVICE = "advice"
    CHARTS = "charts"
    CHART = "chart"
    OUTLOOK = "outlook"
    COMPARISON = "comparison"
    REPORTS = "reports"
    REPORT = "report"


def order_sum_up(jobs: Jobs, clinic: str, cause: str) -> None:
    """Have the metrics of a clinic summed up, by a job that brought new visits.

    cause: the number of the update that brought them; one sum-up for each.
    """
    jobs.order(ANALYSIS, _order(clinic, Show.SUMMARY, WHOLE), clinic=clinic, cause=cause)


def order_analysis(session: Session, selection: Selection = WHOLE) -> str:
    """Have the metrics of the clinic, or of a part of it, worked out and summed up in the chat.

    Returns the key of the job.
    """
    return session.later(ANALYSIS, _order(session.workspace.clinic_id, Show.SUMMARY, selection))


def order_reports(session: Session) -> str:
    """Have the reports of the clinic offered, once its metrics are known."""
    return session.later(ANALYSIS, _order(session.workspace.clinic_id, Show.REPORTS, WHOLE))


async def order_about(session: Session, analysis_id: str, show: Show, detail: str = "") -> str:
    """Have something shown of an analysis by the id in a button. Raises NotFoundError for anybody else's."""
    product = await Product.of_analysis(session.workspace, analysis_id)
    selection = await product.selection(analysis_id)
    return session.later(ANALYSIS, {**_order(product.clinic_id, show, selection), "detail": detail})


def order_comparison(session: Session, this: Selection, other: Selection) -> str:
    """Have two segments compared."""
    order = _order(session.workspace.clinic_id, Show.COMPARISON, this)
    return session.later(ANALYSIS, {**order, "other": other.to_json()})


def _order(clinic_id: str, show: Show, selection: Selection) -> dict[str, str]:
    return {"clinic": clinic_id, "show": show, "selection": selection.to_json()}
