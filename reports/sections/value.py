"""What a patient is worth, and whether patients come back after their first course."""

from collections.abc import Iterable
from fractions import Fraction

from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.requests import MOST_MONTHS, LtvLineChart, RepeatChart
from metrics.measures import Measure, Metric
from metrics.money import KOPECKS
from metrics.rolling_value import RollingValue
from reports.model import Form, KeyFigure, KeyFigures, Native, ReportBlock, Section, Series, Shape, Tone
from reports.sections.charts import chart
from reports.telling import Telling


def value(told: Telling) -> Section | None:
    """LTV and the repeat index; None if neither is known."""
    reader = PictureReader(told.results.language, told.results.currency)
    line = picture_of(told.analysis, AnalysisPicture.LTV_LINE, reader, told.results.decisions)
    repeat = picture_of(told.analysis, AnalysisPicture.REPEAT, reader)
    blocks: list[ReportBlock] = []
    if isinstance(line, LtvLineChart):
        blocks.append(chart(told, line, _line(told, line), 62))
        if told.analysis.ltv is not None and told.analysis.ltv.visits:
            blocks.append(_split(told, told.analysis.ltv))
    if isinstance(repeat, RepeatChart):
        blocks.append(chart(told, repeat, _cohorts(told, repeat), 52))
    return Section("value", told.say("value"), _headline(told), tuple(blocks)) if blocks else None


def _headline(told: Telling) -> str:
    ltv, repeat = (told.analysis.measure(metric) for metric in (Metric.LTV, Metric.REPEAT_INDEX))
    window = told.analysis.window
    money = {"value": told.short(ltv), "months": str(window.months if window else 0)}
    if ltv.value is None:
        return told.say(f"value-repeat-{_direction(repeat)}", **_shares(told, repeat))
    if repeat.value is None:
        return told.say(f"value-ltv-{_direction(ltv)}", **money)
    directions = {"ltv": _direction(ltv), "repeat": _direction(repeat)}
    return told.say("value-both", **directions, **money, **_shares(told, repeat))


def _direction(measure: Measure) -> str:
    change = measure.change
    if change is None:
        return "alone"
    return "rose" if change.rose else "fell" if change.fell else "steady"


def _shares(told: Telling, repeat: Measure) -> dict[str, str]:
    before = "" if repeat.change is None else told.short(repeat, repeat.change.other)
    return {"share": told.value(repeat), "before": before}


def _split(told: Telling, ltv: RollingValue) -> KeyFigures:
    """LTV = check × visits, an identity of sums over the same patients."""
    range_ = told.range(told.analysis.measure(Metric.LTV))
    per_patient = Fraction(ltv.revenue, ltv.patients)
    months = told.analysis.window.months if told.analysis.window else 0

    def figure(label: str, value: str, range_: str = "") -> KeyFigure:
        return KeyFigure(label, value, range=range_, tone=Tone.PLAIN)

    return KeyFigures(
        "",
        (
            figure(told.say("value-ltv", months=months), told.money(per_patient), range_),
            figure(told.say("value-check"), told.money(ltv.visit_check)),
            figure(told.say("value-visits"), told.write.decimal(ltv.frequency, places=2)),
        ),
        signs=("=", "×"),
        note=told.say(
            "value-sums",
            patients=ltv.patients,
            visits=ltv.visits,
            revenue=told.money(ltv.revenue),
            months=months,
        ),
    )


def _line(told: Telling, line: LtvLineChart) -> Native:
    points = line.points[-MOST_MONTHS:]

    def series(name: str, values: Iterable[float], tone: Tone) -> Series:
        return Series(name, tuple(value / KOPECKS for value in values), tone)

    name = told.say("value-ltv", months=line.window.months)
    return Native(
        Shape.LINES,
        tuple(told.month(point.month_end) for point in points),
        (
            series(name, (point.value for point in points), Tone.ACCENT),
            series(told.say("value-low"), (point.low for point in points), Tone.QUIET),
            series(told.say("value-high"), (point.high for point in points), Tone.QUIET),
        ),
        Form.MONEY,
    )


def _cohorts(told: Telling, repeat: RepeatChart) -> Native:
    """The cohorts drawn, by their months."""
    shares = tuple(cohort.share.value for cohort in repeat.shown)
    return Native(
        Shape.COLUMNS,
        tuple(told.month(cohort.month) for cohort in repeat.shown),
        (Series(told.plain("metric-repeat_index"), shares, Tone.ACCENT),),
        Form.SHARE,
    )
