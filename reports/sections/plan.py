"""The plan of new patients, and the facts against it."""

from collections.abc import Mapping
from fractions import Fraction

from charts.requests import BridgeChart
from metrics.plan_fact import Line, MonthReport, Standing
from reports.model import (
    Chart,
    Column,
    Form,
    Native,
    Note,
    ReportBlock,
    ReportTable,
    Section,
    Series,
    Shape,
    TableCell,
    Tone,
)
from reports.results import Plan
from reports.sections.charts import chart
from reports.telling import Telling

BEHIND = Fraction(-1, 10)
"""Beyond this deviation a bar is vermilion, as in the pictures."""
SIGNED = {"growth", "referrals"}
"""Steps of the bridge; the first and the last column are levels."""
MOST_OF_PLAN = Fraction(5, 4)


def plan(told: Telling) -> Section | None:
    """The plan of the year and the year so far against it; None without either."""
    month, made = told.results.month, told.results.plan
    blocks: list[ReportBlock] = []
    if made is not None and made.forecast.whole is not None:
        blocks.append(_chart(told, made))
        if made.forecast.plan_interval is not None:
            range_ = told.write.count_range(*made.forecast.plan_interval)
            blocks.append(Note(told.say("plan-chance", range=range_)))
    if month is not None and month.year:
        blocks.append(_table(told, month.year, told.say("plan-year", year=str(month.month.year))))
    if not blocks:
        return None
    blocks.append(Note(told.say("plan-note")))
    return Section("plan", told.say("plan"), _headline(told), tuple(blocks))


def month_table(told: Telling, month: MonthReport) -> ReportTable:
    """The month against its plan."""
    return _table(told, month.lines, told.say("plan-fact"), note=told.say("plan-fact-note"))


def _headline(told: Telling) -> str:
    made = told.results.plan
    if made is None or made.forecast.whole is None:
        return told.say("plan-fact")
    year, patients = str(made.year), made.forecast.whole.plan
    if made.forecast.leads is None:
        return told.say("plan-headline", year=year, patients=patients)
    return told.say("plan-headline-leads", year=year, patients=patients, leads=made.forecast.leads)


def _chart(told: Telling, made: Plan) -> Chart:
    """The picture of the plan, and the same bars for programs that draw."""
    whole = made.forecast.whole
    parts = [] if whole is None else [whole.lost, whole.growth, -whole.referrals, whole.plan - whole.surplus]
    keys = ("lost", "growth", "referrals", "left")
    native = Native(
        Shape.BRIDGE,
        tuple(told.say(f"plan-{key}") for key in keys),
        (Series(told.say("plan-patients"), tuple(map(float, parts)), Tone.ACCENT),),
        Form.WHOLE,
        (Tone.BAD, Tone.PLAIN, Tone.GOOD, Tone.ACCENT),
        tuple(told.write.count(part, signed=key in SIGNED) for key, part in zip(keys, parts, strict=False)),
    )
    return chart(told, BridgeChart(made.forecast, made.year, told.results.language), native, 62, titled=False)


def _table(told: Telling, lines: Mapping[Line, Standing], title: str, note: str = "") -> ReportTable:
    rows = tuple(_row(told, line, standing) for line, standing in lines.items())
    return ReportTable(
        name=told.say("plan-fact"),
        title=title,
        columns=(
            Column(told.say("plan-figure"), width=1.8),
            Column(told.say("plan-fact-column"), Form.WHOLE),
            Column(told.say("plan-plan-column"), Form.WHOLE),
            Column(told.say("plan-bar"), width=2.4, drawn=True),
            Column(told.say("plan-deviation"), Form.SHARE),
        ),
        rows=rows,
        note=note,
    )


def _row(told: Telling, line: Line, standing: Standing) -> tuple[TableCell, ...]:
    deviation = standing.deviation
    is_behind = deviation is not None and deviation < BEHIND
    tone = Tone.BAD if is_behind else Tone.PLAIN
    part = None if deviation is None else float(min(deviation + 1, MOST_OF_PLAN) / MOST_OF_PLAN)
    is_money = line is Line.TURNOVER

    def amount(number: Fraction) -> TableCell:
        written = told.write.compact_money(number) if is_money else told.write.count(number)
        return TableCell(written, number, form=Form.MONEY if is_money else None)

    shown = TableCell("") if deviation is None else told.share_cell(float(deviation), signed=True, tone=tone)
    drawn = TableCell(
        "",
        bar=max(part or 0.0, 0.0),
        tick=None if part is None else float(1 / MOST_OF_PLAN),
        tone=Tone.BAD if is_behind else Tone.ACCENT,
    )
    return (
        TableCell(told.plain(f"month-line-{line}")),
        amount(standing.fact),
        amount(standing.plan),
        drawn,
        shown,
    )
