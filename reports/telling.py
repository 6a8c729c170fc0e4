"""Says the results of a clinic: the words and numbers every section is written with."""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

from charts.lettering import drawable
from locales.texts import Argument, Speaker
from locales.writing import HARD_SPACE, Number, Writer
from metrics.advice import AdviceFinding
from metrics.analysis import Analysis
from metrics.measures import Measure, Metric, Unit
from metrics.money import KOPECKS
from reports.model import KeyFigure, TableCell, Tone
from reports.results import Results
from wording.measures import Figures

FACTS: Final = frozenset(
    (
        Metric.TURNOVER,
        Metric.ACTIVE_PATIENTS,
        Metric.NEW_PATIENTS,
        Metric.RETURNED_PATIENTS,
        Metric.LOST_PATIENTS,
        Metric.LAST_MONTH,
        Metric.LEVEL_SHIFT,
        Metric.RETURNS,
        Metric.VISIT_CHECK,
        Metric.FREQUENCY,
        Metric.TOP_DOCTOR_SHARE,
        Metric.TOP_TENTH_SHARE,
        Metric.LEADS,
        Metric.RESPONSES,
    )
)
"""Figures of what has happened: they have no range, for nothing is estimated."""
FALLING_IS_GOOD: Final = frozenset((Metric.CHURN, Metric.LOST_PATIENTS, Metric.TOP_DOCTOR_SHARE))
SMALL: Final = 0.1
"""Below a tenth a change is written with a decimal."""
LONGEST_NAME: Final = 48
NOTICEABLE: Final = 0.005
"""A change is spoken of as one from half a percent on."""


class Telling:
    """Results ready to be said in their language."""

    def __init__(self, results: Results, speak: Speaker) -> None:
        self.results = results
        self.write = Writer(results.language, results.currency)
        self._speak = speak
        self._figures = Figures(speak, self.write, results.analysis)

    @property
    def analysis(self) -> Analysis:
        """The analysis of the clinic."""
        return self.results.analysis

    def say(self, key: str, /, **args: Argument) -> str:
        """A text of a report by the end of its key."""
        return self._speak.plain(f"report-{key}", **args)

    def plain(self, key: str, /, **args: Argument) -> str:
        """A text that is not the report's own."""
        return self._speak.plain(key, **args)

    @cached_property
    def clinic(self) -> str:
        """The clinic's name in quotes, as it can be printed; empty if there is none."""
        name = drawable(self.results.clinic)
        return self.say("named", name=name) if name else ""

    def name(self, typed: str) -> str:
        """A name somebody typed, as it can be printed: one line of a table, or two."""
        name = drawable(typed)
        shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
        return shown or self.plain("chart-channels-unnamed")

    # Time -----------------------------------------------------------------------------------------------

    @property
    def end(self) -> date:
        """Last day of the year the figures are of, or of the rows if no month is over."""
        return self.analysis.year_end or self.analysis.as_of

    @property
    def is_calendar_year(self) -> bool:
        """Whether the twelve months are a year of the calendar."""
        return self.end.month == 12

    def year(self, back: int = 0) -> str:
        """The twelve months, or those so many years before: «2026 год», «год по октябрь 2026»."""
        year = str(self.end.year - back)
        if self.is_calendar_year:
            return self.say("year", year=year)
        return self.say("year-to", month=self.write.month(self.end.month), year=year)

    def year_short(self, back: int = 0) -> str:
        """The same over a column: «2026», «по окт 26»."""
        year = self.end.year - back
        if self.is_calendar_year:
            return str(year)
        month = self.write.month_short(self.end.month)
        return self.say("year-to-short", month=month, year=f"{year % 100:02}")

    def month(self, day: date) -> str:
        """A month and its year: «дек 26»."""
        name = self.write.month_short(day.month)
        return self.plain("chart-month", month=name, year=f"{day.year % 100:02}")

    def month_year(self, day: date) -> str:
        """A month and its year in full, with a capital: «Январь 2027»."""
        name = self.write.month(day.month)
        return f"{name[:1].upper()}{name[1:]}{HARD_SPACE}{day.year}"

    # Numbers --------------------------------------------------------------------------------------------

    def money(self, kopecks: Number, *, signed: bool = False) -> str:
        """Kopecks in full units with the currency."""
        return self.write.money(Fraction(kopecks) / KOPECKS, signed=signed)

    def short_money(self, kopecks: Number) -> str:
        """Kopecks in three digits: «65,2 млн ₽»."""
        return self.write.compact_money(Fraction(kopecks) / KOPECKS)

    def value(self, measure: Measure) -> str:
        """A figure in full."""
        return self._figures.value(measure)

    def before(self, measure: Measure) -> str:
        """What a figure is compared with, in full."""
        return self._figures.before(measure)

    def short(self, measure: Measure, value: float | None = None) -> str:
        """A figure, or another value in its unit, as short as a headline wants it."""
        shown = measure.value if value is None else value
        if measure.unit is Unit.KOPECKS and shown is not None:
            return self.short_money(Fraction(shown))
        return self._figures.value(measure) if value is None else self._figures.before(measure)

    def figure_name(self, measure: Measure) -> str:
        """What a figure is called."""
        return drawable(self._figures.name(measure)) or self._figures.name(measure)

    def range(self, measure: Measure) -> str:
        """The interval of an estimate, or that the figure is a fact."""
        if measure.metric in FACTS:
            return self.say("fact")
        written = self._figures.range(measure)
        return self.say("range", range=written) if written else ""

    def definition(self, measure: Measure) -> str:
        """How a figure was computed."""
        how = self._figures.definition(measure)
        return f"{how[:1].upper()}{how[1:]}"

    def finding(self, finding: AdviceFinding, part: str = "") -> str:
        """A finding with its figures; part: why, do or proof."""
        numbers = {
            key: drawable(text) if key.endswith("_about") else text
            for key, text in self._figures.of_advice(finding).items()
        }
        key = f"advice-{finding.rule}.{part}" if part else f"advice-{finding.rule}"
        return self._speak.plain(key, **numbers)

    # Changes --------------------------------------------------------------------------------------------

    def relative(self, measure: Measure) -> float | None:
        """The change of a figure as a part of what it was; None where that is not known."""
        change = measure.change
        return None if change is None or change.other <= 0 else change.difference / change.other

    def part(self, moved: float) -> str:
        """By what part of itself a figure moved, without the way."""
        return self.write.share(abs(moved), places=0 if abs(moved) >= SMALL else 1)

    def tone(self, measure: Measure) -> Tone:
        """Green for the better, rust for the worse, grey within chance; facts by their sign."""
        change, moved = measure.change, self.relative(measure)
        if change is None or moved is None or abs(moved) < NOTICEABLE:
            return Tone.QUIET
        if measure.metric not in FACTS and change.steady:
            return Tone.QUIET
        rose = change.difference > 0
        return Tone.GOOD if rose != (measure.metric in FALLING_IS_GOOD) else Tone.BAD

    def change(self, measure: Measure) -> str:
        """What is said of a change under a figure; empty where there is nothing to compare with."""
        change, moved = measure.change, self.relative(measure)
        if change is None or moved is None:
            return ""
        if measure.metric in FACTS:
            return self._fact_change(measure, moved)
        before = self.short(measure, change.other)
        return self.say("was-steady" if change.steady else "was-beyond", before=before)

    def _fact_change(self, measure: Measure, moved: float) -> str:
        if abs(moved) < NOTICEABLE:
            return self.say("as-before")
        rose = moved > 0
        if (
            measure.unit is Unit.COUNT
            and measure.change is not None
            and measure.metric is not Metric.FREQUENCY
        ):
            by = self.write.count(abs(measure.change.difference))
        else:
            by = self.part(moved)
        return self.say("more-by" if rose else "less-by", by=by)

    def tile(self, metric: Metric, trend: tuple[float, ...] = (), trend_note: str = "") -> KeyFigure | None:
        """A figure of a row of figures; None where it is not known."""
        measure = self.analysis.measure(metric)
        if measure.value is None:
            return None
        value, _, unit = self.short(measure).partition(HARD_SPACE)
        return KeyFigure(
            label=self.figure_name(measure),
            value=value,
            unit=unit,
            range=self.range(measure),
            change=self.change(measure),
            tone=self.tone(measure),
            trend=trend,
            trend_note=trend_note,
        )

    def count_cell(self, number: int, *, signed: bool = False, tone: Tone = Tone.PLAIN) -> TableCell:
        """People in a table."""
        return TableCell(self.write.count(number, signed=signed), number, tone)

    def money_cell(self, kopecks: Number, *, signed: bool = False, tone: Tone = Tone.PLAIN) -> TableCell:
        """Kopecks in a table, in full units."""
        return self.units_cell(Fraction(kopecks) / KOPECKS, signed=signed, tone=tone)

    def units_cell(self, units: Number, *, signed: bool = False, tone: Tone = Tone.PLAIN) -> TableCell:
        """Money in a table, the currency in its header."""
        return TableCell(self.write.count(units, signed=signed), Fraction(units), tone)

    def share_cell(
        self, share: float, *, places: int = 0, signed: bool = False, tone: Tone = Tone.PLAIN
    ) -> TableCell:
        """A share of one in a table."""
        return TableCell(self.write.share(share, places=places, signed=signed), share, tone)
