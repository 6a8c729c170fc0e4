"""What happened to the turnover: what it is made of, and its months beside those of the year before."""

from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.drawing import words_of
from charts.requests import TurnoverBridgeChart, YearPairChart
from metrics.measures import Measure, Metric, Unit
from metrics.money import KOPECKS
from metrics.turnover_change import Part
from reports.model import (
    Chart,
    Column,
    Form,
    Native,
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

TWO_YEARS = 24
FACTORS = (Metric.ACTIVE_PATIENTS, Metric.FREQUENCY, Metric.VISIT_CHECK)


def turnover(told: Telling) -> Section | None:
    """The turnover of the year against the year before; None where one of them is not known."""
    measure = told.analysis.measure(Metric.TURNOVER)
    if measure.value is None or measure.change is None:
        return None
    blocks: list[ReportBlock] = []
    reader = PictureReader(told.results.language, told.results.currency)
    bridge = picture_of(told.analysis, AnalysisPicture.TURNOVER_CHANGE, reader)
    if isinstance(bridge, TurnoverBridgeChart):
        blocks.append(_bridge(told, bridge))
    blocks.append(_factors(told, measure))
    months = told.analysis.months[-TWO_YEARS:]
    if len(months) == TWO_YEARS and all(month.revenue is not None for month in months):
        picture = YearPairChart(months=months, language=told.results.language, currency=told.results.currency)
        blocks.append(chart(told, picture, _native(told, picture), 50))
    return Section("turnover", told.say("turnover"), _headline(told, measure, blocks[0]), tuple(blocks))


def _bridge(told: Telling, picture: TurnoverBridgeChart) -> Chart:
    parts = picture.parts
    total = picture.now - picture.before
    steps = [*(units for _, units in parts), total]
    names = [told.plain(f"chart-turnover-{part}-{'less' if units < 0 else 'more'}") for part, units in parts]
    size, _ = told.write.unit(max(abs(picture.before), abs(picture.now)))
    native = Native(
        Shape.BRIDGE,
        (*names, told.plain("chart-turnover-total")),
        (Series(told.say("turnover-change"), tuple(map(float, steps)), Tone.ACCENT),),
        Form.WHOLE,
        (*(Tone.BAD if units < 0 else Tone.GOOD for _, units in parts), Tone.PLAIN),
        tuple(told.write.decimal(units / size, places=2 if size > 1 else 0, signed=True) for units in steps),
    )
    return chart(told, picture, native, 74, titled=False)


def _headline(told: Telling, measure: Measure, first: ReportBlock) -> str:
    """What took and what brought, if that is known."""
    if isinstance(first, Chart):
        return words_of(first.picture).title
    moved = told.relative(measure) or 0.0
    way = "rose" if moved > 0 else "fell"
    by = told.part(moved)
    money = told.short_money(abs(measure.change.difference) if measure.change else 0)
    return told.say(f"turnover-{way}", by=by, money=money)


def _factors(told: Telling, measure: Measure) -> ReportTable:
    """Patients × visits × check, now and before, as in the chat, with the part of each in the change.

    The parts only where every factor has its row, so that they add up.
    """
    factors = [told.analysis.measure(metric) for metric in FACTORS]
    why = told.analysis.why
    is_whole = all(factor.value is not None and told.relative(factor) is not None for factor in factors)
    parts = why if is_whole and why is not None and why.parts is not None else None
    shares = [None if parts is None else parts.part(part) for part in Part]
    rows = [_row(told, factor, share) for factor, share in zip(factors, shares, strict=True)]
    total = None if parts is None else parts.units_now - parts.units_before
    part_column = Column(told.say("turnover-part", currency=told.write.sign), Form.MONEY, 1.2, summed=True)
    return ReportTable(
        name=told.say("turnover"),
        title="",
        columns=(
            Column(told.say("turnover-factor"), width=2.2),
            Column(told.year_short(1), Form.DECIMAL, 1.3),
            Column(told.year_short(), Form.DECIMAL, 1.3),
            Column(told.say("turnover-change"), Form.SHARE),
            *(() if parts is None else (part_column,)),
        ),
        rows=tuple(row for row in rows if row),
        total=_row(told, measure, total),
        note=told.say("turnover-note", year=told.year()),
    )


def _row(told: Telling, measure: Measure, part: int | None) -> tuple[TableCell, ...]:
    change, moved = measure.change, told.relative(measure)
    if measure.value is None or change is None or moved is None:
        return ()
    tone = Tone.PLAIN if abs(moved) < 0.0005 else Tone.GOOD if moved > 0 else Tone.BAD
    scale, form = (KOPECKS, Form.MONEY) if measure.unit is Unit.KOPECKS else (1, _count_form(measure))
    return (
        TableCell(told.figure_name(measure)),
        TableCell(told.before(measure), change.other / scale, form=form),
        TableCell(told.value(measure), measure.value / scale, form=form),
        told.share_cell(moved, places=1, signed=True, tone=tone),
        *(() if part is None else (told.units_cell(part, signed=True, tone=tone),)),
    )


def _count_form(measure: Measure) -> Form:
    return Form.DECIMAL if measure.metric is Metric.FREQUENCY else Form.WHOLE


def _native(told: Telling, picture: YearPairChart) -> Native:
    months = picture.months
    year = len(months) // 2

    def series(back: int, tone: Tone) -> Series:
        chosen = months[:year] if back else months[year:]
        money = tuple((month.revenue or 0) / KOPECKS for month in chosen)
        return Series(told.year(back), money, tone)

    # The labels are in the unit the chart is headed with.
    size, _ = told.write.unit(max(month.revenue or 0 for month in months) / KOPECKS)
    form = {1: Form.MONEY, 1000: Form.THOUSANDS}.get(size, Form.MILLIONS)
    categories = tuple(told.write.month_short(month.month.month) for month in months[year:])
    return Native(Shape.COLUMNS, categories, (series(1, Tone.QUIET), series(0, Tone.ACCENT)), form)
