"""What happened to the turnover: what it is made of, and its months beside those of the year before."""

from charts.requests import YearPairChart
from metrics.measures import Measure, Metric, Unit
from metrics.money import KOPECKS
from reports.model import (
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
    blocks: list[ReportBlock] = [_factors(told, measure)]
    months = told.analysis.months[-TWO_YEARS:]
    if len(months) == TWO_YEARS and all(month.revenue is not None for month in months):
        picture = YearPairChart(months=months, language=told.results.language, currency=told.results.currency)
        blocks.append(chart(told, picture, _native(told, picture), 56))
    return Section("turnover", told.say("turnover"), _headline(told, measure), tuple(blocks))


def _headline(told: Telling, measure: Measure) -> str:
    moved = told.relative(measure) or 0.0
    way = "rose" if moved > 0 else "fell"
    by = told.part(moved)
    money = told.short_money(abs(measure.change.difference) if measure.change else 0)
    return told.say(f"turnover-{way}", by=by, money=money)


def _factors(told: Telling, measure: Measure) -> ReportTable:
    """Patients × visits × check, now and before: the figures of the same names in the chat."""
    rows = [_row(told, told.analysis.measure(metric)) for metric in FACTORS]
    return ReportTable(
        name=told.say("turnover"),
        title="",
        columns=(
            Column(told.say("turnover-factor"), width=2.2),
            Column(told.year_short(1), Form.DECIMAL, 1.3),
            Column(told.year_short(), Form.DECIMAL, 1.3),
            Column(told.say("turnover-change"), Form.SHARE),
        ),
        rows=tuple(row for row in rows if row),
        total=_row(told, measure),
        note=told.say("turnover-note", year=told.year()),
    )


def _row(told: Telling, measure: Measure) -> tuple[TableCell, ...]:
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

    categories = tuple(told.write.month_short(month.month.month) for month in months[year:])
    return Native(Shape.COLUMNS, categories, (series(1, Tone.QUIET), series(0, Tone.ACCENT)), Form.MILLIONS)
