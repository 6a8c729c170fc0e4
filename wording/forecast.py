"""The forecast in words: the plan first, at most eight lines, everything else folded."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from locales.texts import Speaker
from locales.writing import Writer, significant
from metrics.allocation import MONTHS, round_half_away
from metrics.estimate import Estimate
from metrics.funnel import Assumption, Figure, Forecast, WholePatients
from services.answers import is_unknown
from services.segments import Segment
from wording.figures import figure_name, subject_name, write_figure
from wording.lines import BLANK, Fold, Headline, Mark, Run, Said, TextLine, marked

ESTIMATE_DIGITS = 3
"""Money of next year is a forecast: more digits would only pretend to be known."""


class ForecastText:
    """One forecast of one segment, ready to be said in a language."""

    def __init__(
        self,
        speak: Speaker,
        write: Writer,
        segment: Segment,
        forecast: Forecast,
        *,
        clinic_name: str | None = None,
        as_in_article: bool = False,
    ) -> None:
        self._speak = speak
        self._write = write
        self._segment = segment
        self._forecast = forecast
        self._clinic_name = clinic_name
        self._as_in_article = as_in_article

    def said(self) -> Said:
        """The whole message: headline, figures, next action, and «Как посчитано» folded."""
        explained = Fold((marked(self._speak("how")), *self.explanation()))
        return (*self.summary(), BLANK, explained)

    def summary(self) -> Iterator[Headline | TextLine]:
        """The plan, its figures and the next action, a line each."""
        yield Headline(marked(self._headline()))
        name = subject_name(self._segment, self._clinic_name)
        if name:
            yield TextLine((Run(name, (Mark.ITALIC,)),))
        yield from map(marked, self._figures())
        yield from map(marked, self._not_computed())
        yield marked(self._next_action())

    def _headline(self) -> Markup:
        year, whole = str(self._segment.plan_year), self._forecast.whole
        if whole is None:
            return self._speak("forecast-headline-none", year=year)
        if whole.plan == 0:
            if whole.surplus == 0:
                return self._speak("forecast-headline-enough", year=year)
            return self._speak("forecast-headline-surplus", year=year, surplus=whole.surplus)
        if self._forecast.leads is None:
            return self._speak("forecast-headline-no_leads", year=year, patients=whole.plan)
        return self._speak("forecast-headline", year=year, patients=whole.plan, leads=self._forecast.leads)

    def _money(self, value: Fraction) -> str:
        """Next year's money, to three significant digits."""
        return self._write.money(significant(value, ESTIMATE_DIGITS))

    def _figures(self) -> Iterator[Markup]:
        speak, write, forecast = self._speak, self._write, self._forecast
        whole = forecast.whole
        if whole and whole.plan and forecast.leads is not None:
            month = {"patients": ceil(whole.plan / MONTHS), "leads": ceil(forecast.leads / MONTHS)}
            yield speak("forecast-month", **month)
        yield from self._churn()
        if forecast.average_check:
            check = write.money(forecast.average_check.value)
            if forecast.at_risk and forecast.at_risk.value:
                yield speak("forecast-check-risk", check=check, risk=self._money(forecast.at_risk.value))
            else:
                yield speak("forecast-check", check=check)
        if whole:
            yield speak("forecast-referrals", referrals=write.count(whole.referrals))
            if whole.growth:
                yield speak("forecast-growth", growth=self._growth(), patients=write.count(whole.growth))
            yield from self._range()

    def _churn(self) -> Iterator[Markup]:
        forecast, write = self._forecast, self._write
        if not (forecast.churn and forecast.lost and forecast.figures.patients):
            return
        if not forecast.churn.value:
            yield self._speak("forecast-churn-none")
            return
        lost = forecast.whole.lost if forecast.whole else round_half_away(forecast.lost.value)
        patients = write.count(forecast.figures.patients.value)
        churn = write.share(forecast.churn.value, places=self._places())
        yield self._speak("forecast-churn", churn=churn, lost=write.count(lost), patients=patients)

    def _range(self) -> Iterator[Markup]:
        interval, attracted = self._forecast.plan_interval, self._forecast.attracted_last_year
        if interval and self._forecast.whole:
            key = "forecast-range-estimate" if self._forecast.estimated_inputs else "forecast-range"
            low, high = (self._write.count(bound) for bound in interval)
            yield self._speak(key, low=low, high=high)
        if attracted is not None and attracted.is_exact:
            yield self._speak("forecast-attracted", count=int(attracted.value))

    def _not_computed(self) -> Iterator[Markup]:
        forecast = self._forecast
        absent = {
            "churn": forecast.churn is None,
            "referrals": forecast.churn is not None and forecast.referrals is None,
            "check": forecast.average_check is None,
            "growth": forecast.growth_patients is None,
            "leads": forecast.whole is not None and forecast.conversion is None,
        }
        missing = [name for name, is_absent in absent.items() if is_absent]
        if missing:
            yield Markup()
            yield self._speak("forecast-missing")
            for name in missing:
                yield self._speak(f"forecast-missing-{name}")

    def _next_action(self) -> Markup:
        whole = self._forecast.whole
        if whole is None:
            return self._speak("forecast-next-missing")
        return self._speak("forecast-next-channels" if whole.plan else "forecast-next-surplus")

    def explanation(self) -> Iterator[TextLine]:
        """Every figure: meaning, formula in the owner's own numbers, range; then what is assumed."""
        return map(marked, self._explanation())

    def _explanation(self) -> Iterator[Markup]:
        yield from self._how_churn()
        yield from self._how_money()
        yield from self._how_referrals()
        yield from self._how_plan()
        yield from self._section("how-alternatives", self._alternatives())
        yield from self._section("how-estimates", self._estimates())
        yield from self._section("how-assumptions", self._assumptions())

    def _section(self, key: str, lines: Iterator[Markup]) -> Iterator[Markup]:
        told = list(lines)
        if told:
            yield self._speak(key)
            yield from told

    def _how_churn(self) -> Iterator[Markup]:
        speak, write, forecast = self._speak, self._write, self._forecast
        figures = forecast.figures
        if not (forecast.churn and forecast.lost and figures.patients and figures.previous_patients):
            return
        churn = write.share(forecast.churn.value, places=self._places())
        if forecast.scenario.churn:
            yield speak("how-churn-scenario", churn=churn)
        else:
            returned = figures.returned_patients
            yield speak(
                "how-churn",
                patients=self._people(figures.patients),
                new=self._people(figures.new_patients),
                returned=write.count(returned.value if returned else 0),
                previous=self._people(figures.previous_patients),
                churn=churn,
                range=write.share_range(*forecast.churn_interval) if forecast.churn_interval else churn,
            )
        whole = forecast.whole
        lost = whole.lost if whole else round_half_away(forecast.lost.value)
        kept = round_half_away(figures.patients.value) - lost
        yield speak(
            "how-lost",
            patients=self._people(figures.patients),
            churn=churn,
            lost=write.count(lost),
            kept=write.count(kept),
        )

    def _how_money(self) -> Iterator[Markup]:
        speak, write, forecast = self._speak, self._write, self._forecast
        figures = forecast.figures
        if not (forecast.average_check and figures.turnover and figures.patients):
            return
        check = write.money(forecast.average_check.value)
        if forecast.scenario.average_check:
            yield speak("how-check-scenario", check=check)
        else:
            turnover = write.money(figures.turnover.value)
            yield speak("how-check", turnover=turnover, patients=self._people(figures.patients), check=check)
        if forecast.at_risk and forecast.stable and forecast.lost:
            lost = forecast.whole.lost if forecast.whole else round_half_away(forecast.lost.value)
            yield speak(
                "how-risk",
                lost=write.count(lost),
                check=check,
                risk=self._money(forecast.at_risk.value),
                stable=self._money(forecast.stable.value),
            )

    def _how_referrals(self) -> Iterator[Markup]:
        speak, write, forecast = self._speak, self._write, self._forecast
        figures, whole = forecast.figures, forecast.whole
        if not (
            whole and forecast.referral_rate and forecast.churn and figures.referrals and figures.patients
        ):
            return
        rate = write.share(forecast.referral_rate.value, places=self._places())
        patients = self._people(figures.patients)
        if forecast.scenario.referrals:
            yield speak("how-rate-scenario", rate=rate)
        else:
            key = "how-rate-no_trend" if Assumption.TREND_DROPPED in forecast.assumptions else "how-rate"
            yield speak(
                key,
                patients=patients,
                previous=self._people(figures.previous_patients),
                referrals=self._people(figures.referrals),
                rate=rate,
            )
        yield speak(
            "how-referrals",
            patients=patients,
            churn=write.share(forecast.churn.value, places=self._places()),
            rate=rate,
            referrals=write.count(whole.referrals),
        )

    def _how_plan(self) -> Iterator[Markup]:
        speak, write, forecast = self._speak, self._write, self._forecast
        whole, figures = forecast.whole, forecast.figures
        if not (whole and figures.patients):
            return
        gap = write.count(whole.gap)
        interval = write.count_range(*forecast.gap_interval) if forecast.gap_interval else gap
        yield speak(
            "how-gap",
            lost=write.count(whole.lost),
            referrals=write.count(whole.referrals),
            gap=gap,
            range=interval,
        )
        growth = write.count(whole.growth)
        yield self._how_growth(whole, self._people(figures.patients))
        key = "how-plan-surplus" if whole.surplus else "how-plan"
        yield speak(key, gap=gap, growth=growth, plan=write.count(whole.plan))
        if forecast.leads is not None and forecast.conversion:
            conversion = write.share(forecast.conversion.value, places=1)
            leads = write.count(forecast.leads)
            spread = write.count_range(*forecast.leads_interval) if forecast.leads_interval else leads
            yield speak(
                "how-leads", plan=write.count(whole.plan), conversion=conversion, leads=leads, range=spread
            )
        if forecast.plan_interval:
            yield speak("how-range")
            if figures.returned_patients is None:
                yield speak("how-range-returned")

    def _how_growth(self, whole: WholePatients, patients: str) -> Markup:
        result, forecast = self._write.count(whole.growth), self._forecast
        if forecast.scenario.average_check and forecast.average_check:
            check = self._write.money(forecast.average_check.value)
            return self._speak("how-growth-scenario", growth=self._growth(), check=check, result=result)
        return self._speak("how-growth", patients=patients, growth=self._growth(), result=result)

    def _alternatives(self) -> Iterator[Markup]:
        for other in self._forecast.alternatives:
            yield self._speak(
                f"how-alternative-{other.method}",
                referrals=self._write.count(other.referrals),
                plan=self._write.count(other.plan),
            )

    def _estimates(self) -> Iterator[Markup]:
        speak, answers = self._speak, self._segment.answers
        for figure in self._forecast.estimated_inputs:
            estimate: Estimate = self._forecast.figures.given()[figure]
            bounds = (write_figure(self._write, figure, bound) for bound in (estimate.low, estimate.high))
            low, high = bounds
            name = figure_name(speak, figure, self._segment)
            yield speak("how-estimate", name=name, low=low, high=high)
        if is_unknown(answers, Figure.PATIENTS) and self._forecast.figures.patients:
            yield speak("how-estimate-patients")
        if is_unknown(answers, Figure.CONVERSION):
            yield speak("how-estimate-conversion")
        if is_unknown(answers, Figure.GROWTH):
            yield speak("how-estimate-growth")

    def _assumptions(self) -> Iterator[Markup]:
        if self._as_in_article:
            yield self._speak("how-as_in_article")
        if self._forecast.scenario != type(self._forecast.scenario)():
            yield self._speak("how-adopted")
        for assumption in self._forecast.assumptions:
            yield self._speak(f"how-assumption-{assumption}")

    def _growth(self) -> str:
        growth = self._forecast.scenario.growth
        if growth is None:
            given = self._forecast.figures.growth
            growth = given.value if given else Fraction(0)
        return self._write.share(growth, places=1)

    def _people(self, estimate: Estimate | None) -> str:
        return self._write.count(estimate.value if estimate else 0)

    def _places(self) -> int:
        return 0 if self._as_in_article else 1
