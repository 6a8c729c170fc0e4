"""The results of a clinic, gathered for its report from what is kept of it."""

from datetime import date

from charts.requests import Decision
from metrics.funnel import FiguresError
from metrics.monthly import Month
from reports.results import Plan, Results
from services.plan_fact import report_of
from services.product import KeptAnalysis, Product
from services.segments import SegmentKind
from services.workspace import Workspace


async def results_of(workspace: Workspace, product: Product, known: KeptAnalysis, today: date) -> Results:
    """Everything a report of an analysis says; plan and month belong to the clinic as a whole."""
    analysis = known.analysis
    end = analysis.year_end or analysis.as_of
    return Results(
        analysis=analysis,
        findings=await product.findings(known),
        made_on=today,
        language=workspace.language,
        currency=workspace.currency,
        clinic=workspace.clinic_name or "",
        decisions=tuple(Decision(made.day, made.text) for made in await workspace.decisions.listed()),
        plan=await _plan(workspace),
        month=await report_of(workspace, Month.of(end)),
    )


async def _plan(workspace: Workspace) -> Plan | None:
    clinic = next((item for item in workspace.segments.listed() if item.kind is SegmentKind.CLINIC), None)
    if clinic is None:
        return None
    try:
        made = await workspace.plans.planned(clinic.id)
    except FiguresError:
        return None
    return Plan(clinic.plan_year, made) if made.whole is not None else None
