"""A month in words: against its plan, or against its past while there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from locales.texts import Speaker
from locales.writing import Writer, significant
from metrics.month_noise import FEWEST_MONTHS
from metrics.monthly import Month, MonthFacts, MonthFigure
from metrics.plan_fact import ChannelStanding, Line, MonthFinding, MonthReport, Standing
from services.months import MonthRecord
from wording.lines import BLANK, Headline, Said, folded, marked
from wording.months import month_title, month_when

FORECAST_DIGITS = 3
"""Money at the end of the year is a forecast: more digits would only pretend to be known."""

LESSER = (MonthFigure.PATIENTS, MonthFigure.VISITS)
"""Figures no plan is made of: told among the details."""

CHANNELS_SHOWN = 8
"""Channels that fit a folded quote one still reads."""


@dataclass(frozen=True, slots=True)
class MonthText:
    """One month of a clinic, ready to be said.

    facts: all its known months; clinic_name: named where its owner has several.
    """

    speak: Speaker
    write: Writer
    report: MonthReport
    record: MonthRecord
    facts: Mapping[Month, MonthFacts]
    clinic_name: str | None = None

    def said(self) -> Said:
        """The whole message: headline, figures, one next action, the rest folded."""
        return (
            Headline(marked(self._headline())),
            *map(marked, self._summary()),
            BLANK,
            folded(self._details()),
        )

    def _summary(self) -> Iterator[Markup]:
        """The figures against the plan, what the year needs, the next action."""
        if self.clinic_name:
            yield self.speak("month-clinic", clinic=self.clinic_name)
        if self.report.plan is None:
            yield from self._plain_figures()
        else:
            yield from self._lines()
            yield from self._year()
        yield self._next_action()

    def _headline(self) -> Markup:
        speak, month = self.speak, month_title(self.write, self.record.month)
        standing = self.report.lines.get(Line.ATTRACTED)
        if standing is not None and standing.plan:
            return speak(
                "month-headline",
                month=month,
                fact=int(standing.fact),
                plan=self.write.count(standing.plan),
                deviation=self._deviation(standing),
            )
        new = self.record.facts.clinic.get(MonthFigure.NEW_PATIENTS)
        if new is None:
            return speak("month-headline-none", month=month)
        return speak("month-headline-new", month=month, new=int(new))

    def _lines(self) -> Iterator[Markup]:
        for line, standing in self.report.lines.items():
            if line is not Line.ATTRACTED:
                yield self.speak(
                    "month-line",
                    name=self._name(line),
                    fact=self._written(line, standing.fact),
                    plan=self._written(line, standing.plan),
                    deviation=self._deviation(standing),
                )
        planned = self.report.plan.lines if self.report.plan else {}
        if Line.ATTRACTED in planned and Line.ATTRACTED not in self.report.lines:
            yield self.speak("month-line-unknown")

    def _year(self) -> Iterator[Markup]:
        speak, write = self.speak, self.write
        standing, rest = self.report.year.get(Line.ATTRACTED), self.report.rest.get(Line.ATTRACTED)
        if standing is None or rest is None:
            return
        yield speak(
            "month-year",
            fact=write.count(standing.fact),
            plan=write.count(standing.plan),
            months=standing.months,
        )
        planned = write.count(rest.planned)
        if rest.needed:
            yield speak("month-needed", planned=planned, needed=rest.needed)
        elif rest.so_far >= rest.planned:
            yield speak("month-reached", planned=planned)
        if rest.year_end is not None and rest.months_left:
            expected, low, high = (round(end) for end in rest.year_end)
            yield speak(
                "month-year_end", expected=write.count(expected), low=write.count(low), high=write.count(high)
            )

    def _plain_figures(self) -> Iterator[Markup]:
        """What is known, against the month before, while there is no plan to hold it against."""
        for figure in MonthFigure:
            if figure not in LESSER:
                yield from self._figure(figure)

    def _figure(self, figure: MonthFigure) -> Iterator[Markup]:
        value = self.record.facts.clinic.get(figure)
        if value is not None:
            yield self.speak(
                "month-figure",
                name=self.speak(f"month-ask-{figure}.short"),
                value=self._written(figure, value),
                before=self._before(figure, self.record.month.shift(-1)),
            )

    def _before(self, figure: MonthFigure, month: Month) -> str:
        facts = self.facts.get(month)
        value = facts.clinic.get(figure) if facts else None
        if value is None:
            return ""
        when = month_when(self.speak, self.write, month, self.record.month)
        return self.speak("month-before", when=when, value=self._written(figure, value))

    def _next_action(self) -> Markup:
        speak, report = self.speak, self.report
        if report.plan is None:
            return speak("month-next-no_plan", year=str(self.record.month.year))
        if not report.findings:
            return self._nothing_found()
        found = report.findings[0]
        way = "behind" if found.is_behind else "ahead"
        return speak(f"month-next-{found.topic}-{way}", channel=self._channel_name(found))

    def _nothing_found(self) -> Markup:
        """Chance is spoken of only where it was tested."""
        lines, speak = self.report.lines, self.speak
        tested = [line for line, standing in lines.items() if standing.chance is not None]
        if not tested:
            return speak("month-next-early", months=FEWEST_MONTHS)
        if len(tested) == len(lines):
            return speak("month-next-steady")
        names = ", ".join(speak.plain(f"month-line-{line}") for line in tested)
        return speak("month-next-steady-partly", names=names)

    def _gaps(self) -> Iterator[Markup]:
        """Months without a figure: of every figure alike, or each figure by its name."""
        gaps = {line: rest.gaps for line, rest in self.report.rest.items()}
        if len(set(gaps.values())) == 1:
            months = next(iter(gaps.values()))
            if months:
                yield self.speak("month-how-gaps", months=months)
            return
        for line, months in gaps.items():
            if months:
                yield self.speak("month-how-gaps-of", name=self._name(line), months=months)

    def _channel_name(self, found: MonthFinding) -> str:
        return next((item.name for item in self.report.channels if item.channel == found.channel), "")

    def _details(self) -> Iterator[Markup]:
        """Conversion, channels, the past, and how it is reckoned."""
        speak = self.speak
        yield from self._conversion()
        if self.report.channels and any(channel.patients for channel in self.report.channels):
            yield speak("month-details-channels")
            for channel in self.report.channels[:CHANNELS_SHOWN]:
                yield from self._channel(channel)
        yield from self._turnover_end()
        for figure in LESSER:
            yield from self._figure(figure)
        if self.report.plan is not None:
            yield from self._past()
        yield from self._findings()
        yield speak("month-how")
        if self.report.plan is None:
            yield speak("month-how-sum")
            return
        yield speak("month-how-attracted")
        yield from self._gaps()
        yield speak("month-how-needed")
        if any(rest.year_end for rest in self.report.rest.values()):
            yield speak("month-how-year_end")
        yield speak("month-how-noise", months=FEWEST_MONTHS)

    def _conversion(self) -> Iterator[Markup]:
        conversion, write = self.report.conversion, self.write
        if conversion is not None:
            yield self.speak(
                "month-conversion",
                value=write.share(conversion.value, places=1),
                range=write.share_range(conversion.low, conversion.high),
                planned=write.share(conversion.planned, places=1),
            )

    def _channel(self, channel: ChannelStanding) -> Iterator[Markup]:
        if channel.patients is None:
            return
        speak, write = self.speak, self.write
        pieces = [
            speak(
                "month-channel-patients",
                fact=write.count(channel.patients.fact),
                plan=write.count(channel.patients.plan),
            )
        ]
        if channel.leads is not None:
            fact, plan = write.count(channel.leads.fact), write.count(channel.leads.plan)
            pieces.append(speak("month-channel-leads", fact=fact, plan=plan))
        if channel.conversion is not None:
            pieces.append(
                speak("month-channel-conversion", value=write.share(channel.conversion.value, places=1))
            )
        if channel.cost is not None and channel.planned_cost is not None:
            cost, planned = write.money(channel.cost), write.money(channel.planned_cost)
            pieces.append(speak("month-channel-cost", cost=cost, planned=planned))
        yield speak("month-channel", name=channel.name) + Markup(", ").join(pieces)

    def _turnover_end(self) -> Iterator[Markup]:
        rest, write = self.report.rest.get(Line.TURNOVER), self.write
        if rest is None or rest.year_end is None or not rest.months_left:
            return
        expected, low, high = (significant(end, FORECAST_DIGITS) for end in rest.year_end)
        yield self.speak(
            "month-turnover_end",
            expected=write.money(expected),
            range=write.money_range(low, high),
            planned=write.money(significant(rest.planned, FORECAST_DIGITS)),
        )

    def _past(self) -> Iterator[Markup]:
        """New patients now, a month and a year ago."""
        month = self.record.month
        new = self.record.facts.clinic.get(MonthFigure.NEW_PATIENTS)
        if new is None:
            return
        past = [self._before(MonthFigure.NEW_PATIENTS, month.shift(back)) for back in (-1, -12)]
        if any(past):
            yield self.speak("month-past", new=self.write.count(new), before="".join(past))

    def _findings(self) -> Iterator[Markup]:
        """Everything beyond chance, also what is not the next action."""
        for found in self.report.findings:
            way = "behind" if found.is_behind else "ahead"
            yield self.speak(
                f"month-found-{found.topic}-{way}",
                channel=self._channel_name(found),
                period=self.speak.plain("month-found-year" if found.of_year else "month-found-month"),
            )

    def _name(self, line: Line) -> str:
        return self.speak(f"month-line-{line}")

    def _deviation(self, standing: Standing) -> str:
        deviation = standing.deviation
        return "" if deviation is None else self.write.share(deviation, signed=True)

    def _written(self, of: Line | MonthFigure, value: Fraction) -> str:
        write = self.write
        return write.compact_money(value) if of == MonthFigure.TURNOVER else write.count(ceil(value))
