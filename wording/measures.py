"""Figures of an analysis in words: value, range, change, and how each was computed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from locales.texts import Speaker
from locales.writing import Writer, significant
from metrics.advice import AdviceFinding
from metrics.allocation import round_half_away
from metrics.analysis import Analysis
from metrics.comparison import FigureChange
from metrics.days import MONTH
from metrics.measures import Absent, Measure, Metric, Unit
from metrics.money import KOPECKS
from metrics.selection import Selection
from metrics.visits import VisitField

SMALL_SHARE = 0.1
"""Below this a share is shown with a decimal."""
RANGE_DIGITS = 3
MONEY_DIGITS = 2
UNKNOWN = "—"

Numbers = dict[str, str]


class Figures:
    """Says the figures of one analysis in a language."""

    def __init__(self, speak: Speaker, write: Writer, analysis: Analysis) -> None:
        self._speak = speak
        self._write = write
        self._analysis = analysis

    def name(self, measure: Measure) -> str:
        """What a figure is called, and whom it is about where it picks someone."""
        about = self._about(measure)
        if about is None:
            return self._speak.plain(f"metric-{measure.metric}")
        return self._speak.plain(f"metric-{measure.metric}.about", about=about)

    def value(self, measure: Measure) -> str:
        """The value of a figure that is there."""
        return UNKNOWN if measure.value is None else self._written(measure, measure.value)

    def before(self, measure: Measure) -> str:
        """What the figure is compared with."""
        return UNKNOWN if measure.change is None else self._written(measure, measure.change.other)

    def range(self, measure: Measure) -> str:
        """The interval of a figure; empty where it has none."""
        low, high = measure.low, measure.high
        return "" if low is None or high is None or low == high else self._written_range(measure, low, high)

    def definition(self, measure: Measure) -> str:
        """How a figure that is there was computed, with the clinic's own numbers."""
        return self._speak.plain(f"metric-{measure.metric}.how", **self._numbers(measure))

    def line(self, measure: Measure) -> Markup:
        """Name, value, range, change; or the reason why the figure is not there."""
        speak, name = self._speak, self.name(measure)
        if measure.absent is not None:
            return speak("product-figure-absent", name=name, reason=speak(f"absent-{measure.absent}"))
        return speak(
            "product-figure",
            name=name,
            value=self.value(measure),
            range=self._range(measure),
            change=self._change(measure),
            mark=self._mark(measure),
        )

    def how(self, measures: Iterable[Measure]) -> Iterator[Markup]:
        """How each figure that is there was computed, with the clinic's own numbers."""
        there = [measure for measure in measures if measure.absent is None]
        for measure in there:
            yield self._speak("product-how-line", name=self.name(measure), how=self.definition(measure))
        if any(measure.rough for measure in there):
            yield self._speak("product-how-rough")
        if any(measure.provisional for measure in there):
            yield self._speak("product-how-provisional")

    def of_advice(self, finding: AdviceFinding) -> Numbers:
        """The figures of a finding by name, the money at stake, and its first figure by itself."""
        first = finding.figures[0]
        return self.of_finding(finding.figures) | {
            "money": self.money(finding) or UNKNOWN,
            "name": self.name(first),
            "value": self.value(first),
            "before": self.before(first),
        }

    def money(self, finding: AdviceFinding) -> str | None:
        """Money a year at stake, to two digits; None where unknown."""
        if not finding.money:
            return None
        return self._write.money(significant(Fraction(finding.money, KOPECKS), MONEY_DIGITS))

    def of_finding(self, measures: Iterable[Measure]) -> Numbers:
        """The figures of a finding by name: $churn, $churn_before, $churn_low, $churn_high, $churn_about."""
        found: Numbers = {}
        for measure in measures:
            low, high = self._bounds(measure)
            found |= {
                f"{measure.metric}_months": self._write.count(measure.months or 0),
                str(measure.metric): self.value(measure),
                f"{measure.metric}_before": self.before(measure),
                f"{measure.metric}_low": low,
                f"{measure.metric}_high": high,
                f"{measure.metric}_about": measure.about or UNKNOWN,
            }
        return found

    def year(self) -> str:
        """The twelve months the figures of a year are of."""
        end = self._analysis.year_end or self._analysis.as_of
        return self._speak.plain("product-year", day=self._write.day(end))

    def _about(self, measure: Measure) -> str | None:
        found = self._analysis
        if measure.metric is Metric.LTV and found.window is not None:
            return self._write.count(found.window.months)
        if measure.metric is Metric.LIFETIME and measure.months is not None:
            return self._write.count(measure.months)
        if measure.metric is Metric.LEVEL_SHIFT:
            return None
        if measure.metric is Metric.LAST_MONTH and found.year_end is not None:
            return f"{self._write.month(found.year_end.month)} {found.year_end.year}"
        return measure.about

    def _written(self, measure: Measure, value: float) -> str:
        write = self._write
        match measure.unit:
            case Unit.SHARE:
                return write.share(value, places=_share_places(measure))
            case Unit.KOPECKS:
                return write.money(Fraction(value) / KOPECKS)
            case Unit.DAYS:
                return self._speak.plain("product-months", count=write.decimal(value / MONTH))
            case Unit.SCORE:
                return write.decimal(value)
            case Unit.COUNT:
                return write.decimal(value, places=_count_places(measure))

    def _bounds(self, measure: Measure) -> tuple[str, str]:
        if measure.low is None or measure.high is None:
            return UNKNOWN, UNKNOWN
        return self._written(measure, measure.low), self._written(measure, measure.high)

    def _range(self, measure: Measure) -> Markup:
        written = self.range(measure)
        return self._speak("product-figure-range", range=written) if written else Markup()

    def _written_range(self, measure: Measure, low: float, high: float) -> str:
        write = self._write
        match measure.unit:
            case Unit.SHARE:
                return write.share_range(low, high, places=_share_places(measure))
            case Unit.KOPECKS:
                bounds = (significant(Fraction(bound) / KOPECKS, RANGE_DIGITS) for bound in (low, high))
                return write.money_range(*bounds)
            case Unit.DAYS:
                return write.decimal_range(low / MONTH, high / MONTH)
            case Unit.SCORE:
                return write.decimal_range(low, high)
            case Unit.COUNT:
                return write.decimal_range(low, high, places=_count_places(measure))

    def _change(self, measure: Measure) -> Markup:
        if measure.change is None:
            return Markup()
        return self._speak(f"product-figure-{direction(measure.change)}", before=self.before(measure))

    def _mark(self, measure: Measure) -> Markup:
        marks = {"rough": measure.rough, "provisional": measure.provisional}
        said = [self._speak(f"product-figure-{name}") for name, holds in marks.items() if holds]
        if measure.heaviest is not None:
            said.append(self._speak("product-figure-heavy", share=self._write.share(measure.heaviest)))
        return Markup().join(said)

    def _numbers(self, measure: Measure) -> Numbers:
        """The clinic's own numbers in a definition."""
        low, high = self._bounds(measure)
        common = {
            "value": self.value(measure),
            "before": self.before(measure),
            "low": low,
            "high": high,
            "n": self._write.count(measure.n),
            "count": self._write.count(_whole(measure) if measure.unit is Unit.SHARE else 0),
            "about": measure.about or UNKNOWN,
            "year": self.year(),
        }
        own = _OWN_NUMBERS.get(measure.metric)
        return common | own(self._analysis, self._write) if own else common


def direction(change: FigureChange) -> str:
    """rose or fell beyond chance, seems to have for the first time, steady, or not told apart at all."""
    if change.verdict is not None:
        return change.verdict.value
    return "rose" if change.rose else "fell" if change.fell else "steady"


def selected_names(speak: Speaker, write: Writer, selection: Selection) -> str:
    """What of the clinic is looked at; empty for all of it."""
    names = [f"{field_name(speak, field)} {name}" for field, name in selection.labels]
    if selection.until is not None:
        names.append(speak.plain("product-year", day=write.day(selection.until)))
    return ", ".join(names)


def is_told(selection: Selection, absent: Absent | None) -> bool:
    """Whether a figure or chart is spoken of: one of doctors, say, is not where the owner chose one."""
    return not (selection.labels and absent is Absent.NO_SUCH_COLUMN)


def field_name(speak: Speaker, field: VisitField) -> str:
    """What a column of segments is called."""
    return speak.plain(f"segment-kind-{field}")


def _share_places(measure: Measure) -> int:
    return 1 if measure.value is not None and abs(measure.value) < SMALL_SHARE else 0


def _count_places(measure: Measure) -> int:
    return 2 if measure.metric is Metric.FREQUENCY else 0


def _whole(measure: Measure) -> int:
    """The numerator of a ratio whose denominator is `n`."""
    return round_half_away(Fraction(measure.value or 0) * measure.n)


def _frequency(found: Analysis, write: Writer) -> Numbers:
    return {"visits": write.count(_whole(found.measure(Metric.FREQUENCY)))}


def _visit_check(found: Analysis, write: Writer) -> Numbers:
    visits = _whole(found.measure(Metric.FREQUENCY))
    check = Fraction(found.measure(Metric.VISIT_CHECK).value or 0)
    return {"visits": write.count(visits), "revenue": write.money(check * visits / KOPECKS)}


def _ltv(found: Analysis, write: Writer) -> Numbers:
    ltv = found.ltv
    if ltv is None:
        return {}
    return {
        "months": write.count(found.window.months if found.window else 0),
        "revenue": write.money(Fraction(ltv.revenue, KOPECKS)),
        "check": write.money(ltv.visit_check / KOPECKS),
        "frequency": write.decimal(ltv.frequency, places=2),
    }


def _lifetime(found: Analysis, write: Writer) -> Numbers:
    life = found.lifetime
    if life is None:
        return {}
    return {
        "ended": write.count(life.ended),
        "months": write.count(found.measure(Metric.LIFETIME).months or 0),
        "whole": write.decimal(life.days / MONTH),
        "final": "yes" if life.is_final else "no",
        "horizon": write.count(life.horizon / MONTH),
        "active": write.share(life.still_active, places=1),
        "simple": write.decimal((found.lifetime_first_approach or 0) / MONTH),
    }


def _remainder(found: Analysis, write: Writer) -> Numbers:
    return {"months": write.count(len(found.stability.months) if found.stability else 0)}


def _top_tenth(found: Analysis, write: Writer) -> Numbers:
    return {"tenth": write.count(ceil(found.measure(Metric.TOP_TENTH_SHARE).n / 10))}


def _new_patients(found: Analysis, write: Writer) -> Numbers:
    return {"before_months": write.count(found.new_after or 0)}


def _ltv_step(found: Analysis, write: Writer) -> Numbers:
    return _ltv(found, write) | _mix_shift(found, write)


def _mix_shift(found: Analysis, write: Writer) -> Numbers:
    return {"decided": write.day(found.decisions[-1])}


_OWN_NUMBERS: Mapping[Metric, Callable[[Analysis, Writer], Numbers]] = {
    Metric.FREQUENCY: _frequency,
    Metric.VISIT_CHECK: _visit_check,
    Metric.LTV: _ltv,
    Metric.NEW_PATIENTS: _new_patients,
    Metric.RETURNED_PATIENTS: _new_patients,
    Metric.LIFETIME: _lifetime,
    Metric.REVENUE_REMAINDER: _remainder,
    Metric.TOP_TENTH_SHARE: _top_tenth,
    Metric.LTV_STEP: _ltv_step,
    Metric.MIX_SHIFT: _mix_shift,
}
