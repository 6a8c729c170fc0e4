"""The product metrics of a clinic: the latest analysis, of all of it or a part; comparison; advice."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from datasets.merging import UploadRows
from datasets.orders import ReckoningOrder, WantedReckoning
from metrics.advice import AdviceFinding, advise
from metrics.allocation import MONTHS
from metrics.analysis import DEFINITIONS, Analysis, Comparison, compare
from metrics.days import month_end
from metrics.encoding import from_json, to_json
from metrics.money import KOPECKS
from metrics.month_totals import MonthTotals
from metrics.monthly import Month, MonthFigure, MonthlyFigures
from metrics.outlook import OutlookReport
from metrics.selection import WHOLE, Selection
from metrics.visits import VisitField
from services.access import Action, NotFoundError, needs
from services.month_entry import EARLIEST
from services.supplied import supplied_measures
from services.uploads import CLOSED_AT_END
from services.workspace import Workspace
from storage.repositories.accounts import new_id
from storage.repositories.analyses import Analyses, StoredAnalysis, clinic_of
from storage.repositories.kept_uploads import KeptUploads

MONTHS_BEFORE_NEW = 24


class Reckoning(Protocol):
    """Whoever reckons: the process of `datasets.reckoner`."""

    async def analysis(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> Analysis: ...

    async def outlook(self, order: ReckoningOrder, uploads: Sequence[UploadRows]) -> OutlookReport | None: ...


class NothingUploadedError(LookupError):
    """The clinic has no visits yet, or all its uploads were undone."""


@dataclass(frozen=True, slots=True)
class KeptAnalysis:
    """An analysis as it is kept: `id` stands for its selection in buttons, also after later uploads."""

    id: str
    selection: Selection
    analysis: Analysis


class Product:
    """The metrics of the clinic a person is looking at.

    An analysis is kept per selection and used for as long as uploads, definitions, decisions and the day to
    reckon as of are the same; then it is reckoned anew. What is kept is sealed: it names doctors.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.actor = workspace.actor
        self._workspace = workspace
        self._uploads = workspace.uploads
        self._stored = Analyses(workspace.unit, workspace.clinic_id)
        self._kept = KeptUploads(workspace.unit, workspace.clinic_id)

    @classmethod
    async def of_analysis(cls, workspace: Workspace, analysis_id: str) -> "Product":
        """The metrics of whichever clinic of the person an analysis is of. Raises NotFoundError."""
        clinics = (clinic.id for clinic in workspace.clinics.listed())
        clinic_id = await clinic_of(workspace.unit, analysis_id, clinics)
        if clinic_id is None:
            raise NotFoundError(analysis_id)
        return cls(workspace.of_clinic(clinic_id))

    @property
    def clinic_id(self) -> str:
        """Whose metrics they are."""
        return self._workspace.clinic_id

    @needs(Action.SEE_METRICS)
    async def has_visits(self) -> bool:
        """Whether there is anything to reckon."""
        return await self._kept.is_any_counted()

    @needs(Action.SEE_METRICS)
    async def selection(self, analysis_id: str) -> Selection:
        """What a button of an earlier analysis is about. Raises NotFoundError."""
        stored = await self._stored.get(analysis_id)
        if stored is None:
            raise NotFoundError(analysis_id)
        return await self._selection(stored)

    @needs(Action.CHANGE_UPLOADS)
    async def undo(self, upload_id: str) -> None:
        """Count the visits as if an upload had never come. Raises NotFoundError.

        What uploads said of months stays until the next analysis; without any upload it is not known at all.
        """
        await self._uploads.undo(upload_id)
        if all(made.is_undone for made in await self._uploads.listed()):
            await self._workspace.months.take_rows({})

    @needs(Action.SEE_METRICS)
    async def latest(self, selection: Selection = WHOLE) -> KeptAnalysis | None:
        """The analysis of a selection if it was reckoned and nothing has changed since."""
        order = await self._order(selection)
        if order is None:
            return None
        stored = await self._stored.find(_fingerprint(selection))
        if stored is None or stored.basis != await self._basis(order):
            return None
        return await self._known(stored)

    @needs(Action.SEE_METRICS)
    async def choices(self) -> Analysis | None:
        """The analysis of the whole clinic for what there is to choose from, whatever was decided since.

        None if the uploads have changed since it was reckoned.
        """
        order, stored = await self._order(WHOLE), await self._stored.find(_fingerprint(WHOLE))
        if order is None or stored is None:
            return None
        if not stored.basis.startswith(await self._basis(replace(order, decisions=()))):
            return None
        return (await self._known(stored)).analysis

    @needs(Action.SEE_METRICS)
    async def analysis(self, selection: Selection, reckoner: Reckoning) -> KeptAnalysis:
        """The analysis of a selection, reckoned if need be.

        LTV of a segment is counted over the window of the whole clinic, so that all of them compare.
        Raises NothingUploadedError, and WorkerError if it cannot be reckoned.
        """
        found = await self.latest(selection)
        if found is not None:
            return found
        order = await self._order(selection)
        if order is None:
            raise NothingUploadedError(self._workspace.clinic_id)
        if selection.labels:
            whole = (await self.analysis(replace(selection, labels=()), reckoner)).analysis
            order = replace(order, window_months=whole.window.months if whole.window else None)
        analysis = await reckoner.analysis(order, await self._uploads.rows())
        return await self._keep(order, analysis)

    @needs(Action.SEE_METRICS)
    async def outlook(self, selection: Selection, reckoner: Reckoning) -> OutlookReport | None:
        """The visits to expect, kept beside the analysis; None without patients.

        Raises NothingUploadedError and WorkerError.
        """
        await self.analysis(selection, reckoner)
        order, stored = await self._order(selection), await self._stored.find(_fingerprint(selection))
        if order is None or stored is None:
            raise NothingUploadedError(self._workspace.clinic_id)
        keys = await self._kept.keys()
        if stored.outlook is not None:
            kept = keys.open(stored.outlook, "outlook", stored.id).decode()
            return None if kept == "null" else from_json(OutlookReport, kept)
        report = await reckoner.outlook(order, await self._uploads.rows())
        sealed = keys.seal(to_json(report).encode(), "outlook", stored.id)
        self._stored.set_outlook(stored, sealed)
        return report

    @needs(Action.SEE_METRICS)
    async def comparison(
        self, this: Selection, other: Selection, reckoner: Reckoning
    ) -> tuple[KeptAnalysis, KeptAnalysis, tuple[Comparison, ...]]:
        """Two segments and in what they differ. Raises NothingUploadedError and WorkerError."""
        ours, theirs = await self.analysis(this, reckoner), await self.analysis(other, reckoner)
        return ours, theirs, compare(ours.analysis, theirs.analysis)

    @needs(Action.SEE_METRICS)
    async def findings(self, known: KeptAnalysis) -> tuple[AdviceFinding, ...]:
        """The rules that fire: for the whole clinic, also on what its owner told of plan and channels."""
        if known.selection != WHOLE:
            return known.analysis.findings
        supplied = await supplied_measures(self._workspace, known.analysis)
        return advise((*known.analysis.measures, *supplied), known.analysis.why)

    async def _order(self, selection: Selection) -> ReckoningOrder | None:
        last_days = [made.last_day for made in await self._kept.listed() if made.undone_at is None]
        if not last_days:
            return None
        as_of = reckoning_day(max(last_days), self._workspace.clock.now().date())
        days = tuple(decision.day for decision in await self._workspace.decisions.listed())
        return ReckoningOrder(WantedReckoning.ANALYSIS, as_of, selection, days)

    async def _basis(self, order: ReckoningOrder) -> str:
        """What an analysis rests on, in a line, the decisions last; another basis, another analysis."""
        days = ",".join(day.isoformat() for day in order.decisions)
        return f"{await self._uploads.version()} {DEFINITIONS} {order.as_of} {days}"

    async def _keep(self, order: ReckoningOrder, analysis: Analysis) -> KeptAnalysis:
        asked, keys = _fingerprint(order.selection), await self._kept.keys()
        earlier = await self._stored.find(asked)
        kept_id = earlier.id if earlier else new_id()
        selection = order.selection.to_json().encode()
        self._stored.save(
            StoredAnalysis(
                id=kept_id,
                asked=asked,
                basis=await self._basis(order),
                selection=keys.seal(selection, "selection", kept_id),
                analysis=keys.seal(analysis.to_json().encode(), "analysis", kept_id),
                outlook=None,
                made_at=self._workspace.clock.now(),
            )
        )
        if order.selection == WHOLE:
            await self._workspace.months.take_rows(months_covered(analysis.months))
        return KeptAnalysis(kept_id, order.selection, analysis)

    async def _known(self, stored: StoredAnalysis) -> KeptAnalysis:
        keys = await self._kept.keys()
        content = keys.open(stored.analysis, "analysis", stored.id)
        return KeptAnalysis(stored.id, await self._selection(stored), Analysis.from_json(content.decode()))

    async def _selection(self, stored: StoredAnalysis) -> Selection:
        keys = await self._kept.keys()
        return Selection.from_json(keys.open(stored.selection, "selection", stored.id).decode())


def months_covered(totals: Sequence[MonthTotals]) -> dict[Month, MonthlyFigures]:
    """What rows tell of the newest months they cover, in figures of a month.

    New patients only where the rows reach two years further back: before that nobody can tell a new patient
    from one who was there before the rows begin.
    """
    covered: dict[Month, MonthlyFigures] = {}
    for index, found in enumerate(totals):
        figures = {
            MonthFigure.PATIENTS: Fraction(found.patients),
            MonthFigure.VISITS: Fraction(found.visits),
        }
        if index >= MONTHS_BEFORE_NEW:
            figures[MonthFigure.NEW_PATIENTS] = Fraction(found.new)
        if found.revenue is not None:
            figures[MonthFigure.TURNOVER] = Fraction(found.revenue, KOPECKS)
        covered[Month.of(found.month)] = figures
    return dict(list(covered.items())[-EARLIEST:])


def reckoning_day(last_visit: date, today: date) -> date:
    """The day to reckon as of: the newest visit, or the month's end if the clinic was only closed since.

    Visits dated ahead are appointments: then it is today.
    """
    if last_visit >= today:
        return today
    end = month_end(last_visit)
    is_over = end < today and end - last_visit <= timedelta(days=CLOSED_AT_END)
    return end if is_over else last_visit


def earlier_years(analysis: Analysis) -> tuple[date, ...]:
    """Last days of the months before the newest whose twelve months the rows hold, newest first."""
    if analysis.year_end is None:
        return ()
    months = [month.month for month in analysis.months[MONTHS - 1 : -1]]
    return tuple(month_end(month) for month in reversed(months))


def segment_names(analysis: Analysis, field: VisitField) -> tuple[tuple[str, ...], int]:
    """The names of a column by revenue, each with 10 patients or more in the year; how many are hidden."""
    for table in analysis.group_tables:
        if table.field is field:
            return tuple(group.name for group in table.rows), table.hidden
    return (), 0


def _fingerprint(selection: Selection) -> str:
    return hashlib.sha256(selection.to_json().encode()).hexdigest()[:32]
