"""The repeat index of each mature cohort with its whiskers, beside that of the newest year of them."""

from collections.abc import Sequence
from typing import Final

from charts.axes import AxisValues, Panel, draw_panel, edge, over_months, round_steps, write_months
from charts.canvas import Canvas
from charts.frame import frame, of_subject
from charts.lettering import Style
from charts.palette import BAND, BLUE, NEUTRAL, PAPER
from charts.requests import RepeatChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.ltv import ENOUGH
from metrics.retention import RepeatCohort

INDEX: Final = Style(50, BLUE, bold=True)
POOLED: Final = 12
"""Months of cohorts the index is taken over."""
_GAP: Final = 22
_WHISKER: Final = 5
_DOT: Final = 10
_LINE: Final = 14
_FINEST: Final = 0.01


def draw_repeat(canvas: Canvas, request: RepeatChart, speaker: Speaker) -> None:
    """Draw the cohorts of `request` in the language of `speaker`."""
    writer = Writer(speaker.language)
    cohorts = request.shown
    index = float(request.index.value or 0)
    rough = [_is_rough(cohort, request) for cohort in cohorts]
    notes = [speaker.plain("chart-repeat-note")]
    if any(rough):
        notes.append(speaker.plain("chart-repeat-rough"))
    subtitle = of_subject(request.subject, speaker.plain("chart-repeat-subtitle"))
    room = frame(canvas, _title(request, index, speaker, writer), subtitle, notes)
    low = min(index, *(cohort.share.low for cohort in cohorts))
    high = max(index, *(cohort.share.high for cohort in cohorts))
    values = AxisValues(round_steps(low, high, _FINEST), writer.share)
    written = writer.share(index)
    right = canvas.right - INDEX.width(written) - _GAP
    months = (cohorts[0].month, cohorts[-1].month)
    panel = draw_panel(canvas, over_months(room), values, months, (edge(canvas, values), right))
    write_months(canvas, panel, speaker)
    _draw_index(canvas, panel, index, written)
    _draw_cohorts(canvas, panel, cohorts, rough)


def _draw_index(canvas: Canvas, panel: Panel, index: float, written: str) -> None:
    """The index beside the plot, and a band at its height under the cohorts it is taken over."""
    level = panel.y(index)
    pooled_from = max(panel.left, panel.x_at(panel.last - POOLED + 0.5))
    canvas.bar(pooled_from, level - _LINE / 2, panel.right - pooled_from, _LINE, BAND)
    canvas.write(written, panel.right + _GAP, panel.beside(INDEX, level), INDEX)


def _title(request: RepeatChart, index: float, speaker: Speaker, writer: Writer) -> str:
    share, change = writer.share(index), request.index.change
    if change is None:
        return speaker.plain("chart-repeat-title", share=share)
    if not (change.rose or change.fell):
        return speaker.plain("chart-repeat-title-steady", share=share)
    by = writer.decimal(abs(change.difference) * 100, places=0)
    return speaker.plain(f"chart-repeat-title-{'rose' if change.rose else 'fell'}", share=share, by=by)


def _is_rough(cohort: RepeatCohort, request: RepeatChart) -> bool:
    """Few patients, or of a time when nobody can tell who came for the first time."""
    is_early = request.known_from is not None and cohort.month < request.known_from
    return cohort.share.total < ENOUGH or is_early


def _draw_cohorts(
    canvas: Canvas, panel: Panel, cohorts: Sequence[RepeatCohort], rough: Sequence[bool]
) -> None:
    for cohort, is_rough in zip(cohorts, rough, strict=True):
        x, share = panel.x(cohort.month), cohort.share
        bottom, top = panel.y(share.low), panel.y(share.high)
        canvas.bar(x - _WHISKER / 2, bottom, _WHISKER, top - bottom, NEUTRAL)
        canvas.dot((x, panel.y(share.value)), _DOT, BLUE, PAPER if is_rough else None)
