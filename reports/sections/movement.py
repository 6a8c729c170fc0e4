"""How the base of active patients moved, month by month, so that it adds up."""

from dataclasses import replace

from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.requests import BaseChart
from metrics.base_movement import BaseMonth
from metrics.measures import Metric
from reports.model import (
    Chart,
    Column,
    Form,
    KeyFigure,
    KeyFigures,
    Native,
    Note,
    Remark,
    ReportBlock,
    ReportTable,
    Section,
    Series,
    Shape,
    TableCell,
    Tone,
)
from reports.sections.charts import chart
from reports.telling import Telling

YEAR = 12
KNOWN_AFTER = 24
"""Months of rows before which nobody can tell who is new from who was there before the export."""
WORST = 3


def movement(told: Telling) -> Section | None:
    """The movement of the last twelve months; None while it can't be told who is new."""
    months = told.analysis.base
    if len(months) < KNOWN_AFTER:
        return None
    before, year = months[-YEAR - 1], months[-YEAR:]
    blocks: list[ReportBlock] = []
    if (drawn := base_chart(told)) is not None:
        blocks.append(drawn)
    blocks += [_table(told, before.active, year), _adds_up(told, before.active, year), Note(_churn(told))]
    return Section("movement", told.say("movement"), _headline(told, before.active, year), tuple(blocks))


def month_figures(told: Telling) -> KeyFigures | None:
    """The movement of the newest month as a row of figures that adds up."""
    months = told.analysis.base
    if len(months) < KNOWN_AFTER:
        return None
    before, now = months[-2], months[-1]
    count = told.write.count

    def figure(key: str, value: str, tone: Tone = Tone.PLAIN) -> KeyFigure:
        return KeyFigure(told.say(f"movement-{key}"), value, tone=tone)

    return KeyFigures(
        told.say("movement"),
        (
            figure("start", count(before.active)),
            figure("new", count(now.new, signed=True), Tone.GOOD),
            figure("returned", count(now.returned, signed=True), Tone.GOOD),
            figure("lost", count(-now.lost), Tone.BAD),
            figure("end", count(now.active)),
        ),
    )


def base_chart(told: Telling) -> Chart | None:
    """The base month by month, what only the picture shows in its note; None while it is not known."""
    if len(told.analysis.base) < KNOWN_AFTER:
        return None
    reader = PictureReader(told.results.language, told.results.currency)
    picture = picture_of(told.analysis, AnalysisPicture.BASE, reader)
    if not isinstance(picture, BaseChart):
        return None
    drawn = chart(told, picture, _native(told, told.analysis.base[-YEAR:]), 66, titled=False)
    note = f"{told.say('movement-flows')}\n{drawn.note}"
    return replace(drawn, unit=told.say("movement-unit"), note=note)


def _headline(told: Telling, start: int, year: tuple[BaseMonth, ...]) -> str:
    lost, came = _sum(year, "lost"), _sum(year, "new") + _sum(year, "returned")
    difference = year[-1].active - start
    key = "grew" if difference > 0 else "shrank" if difference < 0 else "same"
    return told.say(f"movement-{key}", lost=lost, came=told.write.count(came), by=abs(difference))


def _sum(year: tuple[BaseMonth, ...], flow: str) -> int:
    return sum(int(getattr(month, flow)) for month in year)


def _table(told: Telling, start: int, year: tuple[BaseMonth, ...]) -> ReportTable:
    most = max((month.lost for month in year), default=0) or 1
    worst = sorted((month.lost for month in year), reverse=True)[:WORST][-1]
    rows, at_start = [], start
    for month in year:
        tone = Tone.BAD if month.lost >= max(worst, 1) else Tone.PLAIN
        rows.append(
            (
                TableCell(told.month_year(month.month)),
                told.count_cell(at_start),
                told.count_cell(month.new, signed=True),
                told.count_cell(month.returned, signed=True),
                told.count_cell(-month.lost, tone=tone),
                TableCell("", bar=month.lost / most, tone=tone),
                told.count_cell(month.active),
            )
        )
        at_start = month.active
    total = (
        TableCell(told.say("movement-year")),
        told.count_cell(start),
        told.count_cell(_sum(year, "new"), signed=True),
        told.count_cell(_sum(year, "returned"), signed=True),
        told.count_cell(-_sum(year, "lost")),
        TableCell(""),
        told.count_cell(year[-1].active),
    )
    return ReportTable(
        name=told.say("movement"),
        title="",
        columns=(
            Column(told.say("column-month"), width=1.5),
            Column(told.say("movement-start"), Form.WHOLE),
            Column(told.say("movement-column-new"), Form.WHOLE, summed=True),
            Column(told.say("movement-column-returned"), Form.WHOLE, 1.1, summed=True),
            Column(told.say("movement-column-lost"), Form.WHOLE, summed=True),
            Column("", width=1.1, drawn=True),
            Column(told.say("movement-end"), Form.WHOLE),
        ),
        rows=tuple(rows),
        total=total,
        note=told.say("movement-bars"),
    )


def _adds_up(told: Telling, start: int, year: tuple[BaseMonth, ...]) -> Remark:
    count = told.write.count
    return Remark(
        told.say("movement-adds-up"),
        told.say(
            "movement-sum",
            start=count(start),
            new=count(_sum(year, "new")),
            returned=count(_sum(year, "returned")),
            lost=count(_sum(year, "lost")),
            end=count(year[-1].active),
        ),
    )


def _churn(told: Telling) -> str:
    churn = told.analysis.measure(Metric.CHURN)
    if churn.value is None or not told.analysis.churn:
        return told.say("movement-note")
    share = told.analysis.churn[-1].share
    text = told.say(
        "movement-churn",
        count=told.write.count(share.count),
        total=told.write.count(share.total),
        value=told.value(churn),
        range=told.range(churn),
    )
    return f"{told.say('movement-note')} {text}"


def _native(told: Telling, year: tuple[BaseMonth, ...]) -> Native:
    active = tuple(float(month.active) for month in year)
    return Native(
        Shape.LINES,
        tuple(told.month(month.month) for month in year),
        (Series(told.say("movement-active"), active, Tone.ACCENT),),
        Form.WHOLE,
    )
