"""Buttons under the messages on product metrics. They work for as long as the message is in the chat."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from charts.analysis import AnalysisPicture
from handlers.results.keyboard import button
from locales.texts import Speaker
from metrics.steering import Block
from reports.orders import ReportFile

IN_A_ROW = 2

BLOCK_PICTURES: dict[Block, tuple[AnalysisPicture, ...]] = {
    Block.MEDICAL_PRODUCT: (
        AnalysisPicture.REPEAT,
        AnalysisPicture.COHORTS,
        AnalysisPicture.DOCTORS,
        AnalysisPicture.SPECIALITIES,
    ),
    Block.PATIENTS: (
        AnalysisPicture.LTV_LINE,
        AnalysisPicture.LTV_SPLIT,
        AnalysisPicture.BASE,
        AnalysisPicture.COHORTS,
    ),
    Block.ACQUISITION: (AnalysisPicture.CHANNELS, AnalysisPicture.BASE),
    Block.FINANCE: (
        AnalysisPicture.TURNOVER_CHANGE,
        AnalysisPicture.REVENUE,
        AnalysisPicture.DOCTORS,
        AnalysisPicture.BRANCHES,
    ),
}
"""The charts that belong to a block."""


class ProductAction(StrEnum):
    """What can be done from a message on product metrics; the subject is the id of an analysis."""

    METRICS = "metrics"
    BLOCK = "block"
    ADVICE = "advice"
    CHARTS = "charts"
    CHART = "product_chart"
    OUTLOOK = "outlook"
    DECISIONS = "decisions"
    COMPARE = "compare"
    FILTER = "filter"
    REPORTS = "reports"
    REPORT = "report"
    STOP = "stop_product"


def summary_keyboard(speak: Speaker, analysis_id: str, advice: int) -> InlineKeyboardMarkup:
    """From the summary to everything else."""

    def labelled(action: ProductAction) -> InlineKeyboardButton:
        return button(speak.plain(f"product-buttons.{action}", count=advice), action, analysis_id)

    blocks = [
        button(speak.plain(f"block-{block}"), ProductAction.BLOCK, f"{analysis_id}/{block}")
        for block in Block
    ]
    actions = (
        ProductAction.CHARTS,
        ProductAction.ADVICE,
        ProductAction.OUTLOOK,
        ProductAction.DECISIONS,
        ProductAction.COMPARE,
        ProductAction.FILTER,
        ProductAction.REPORTS,
    )
    return _in_rows([*blocks, *map(labelled, actions)])


def charts_keyboard(
    speak: Speaker, analysis_id: str, pictures: Iterable[AnalysisPicture]
) -> InlineKeyboardMarkup | None:
    """A button for each chart; nothing without charts."""
    buttons = [
        button(speak.plain(f"product-chart-{picture}"), ProductAction.CHART, f"{analysis_id}/{picture}")
        for picture in pictures
    ]
    return _in_rows(buttons) if buttons else None


def reports_keyboard(speak: Speaker, analysis_id: str) -> InlineKeyboardMarkup:
    """A button for each file a report can be had as."""
    return _in_rows(
        [
            button(speak.plain(f"report-choose.{file}"), ProductAction.REPORT, f"{analysis_id}/{file}")
            for file in ReportFile
        ]
    )


def stop_keyboard(speak: Speaker, task_key: str) -> InlineKeyboardMarkup:
    """Stop what takes long."""
    return _in_rows([button(speak.plain("product-counting.stop"), ProductAction.STOP, task_key)])


def _in_rows(buttons: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    rows = [list(buttons[start : start + IN_A_ROW]) for start in range(0, len(buttons), IN_A_ROW)]
    return InlineKeyboardMarkup(inline_keyboard=rows)
