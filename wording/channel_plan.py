"""The plan per channel in words: for its owner, and as the task the marketer gets."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from locales.texts import Speaker
from locales.writing import Writer
from metrics.allocation import MONTHS, ordinary_month
from metrics.channels import ChannelPlan, ChannelTarget
from metrics.funnel import Forecast
from services.segments import Segment
from wording.figures import subject
from wording.lines import BLANK, Fold, Headline, Said, TableRow, TextTable, marked

MONTHS_SHOWN = 8
"""Channels whose months fit a folded quote that one still reads."""


@dataclass(frozen=True, slots=True)
class ChannelPlanText:
    """The targets of a segment's channels, ready to be said; planned: the forecast they share."""

    speak: Speaker
    write: Writer
    plan_year: int
    plan: ChannelPlan
    planned: Forecast

    def said(self) -> Said:
        """The whole message: every channel's target, the budget, the months and how it is shared folded."""
        headline = self.speak(
            "channel_plan-headline",
            year=str(self.plan_year),
            patients=self.plan.patients,
            leads=self.plan.leads,
        )
        lines = (*self._targets(), *self._notes())
        how = Fold((*map(marked, self._explanation()), self._months()))
        return (Headline(marked(headline)), *map(marked, lines), BLANK, how)

    def _targets(self) -> Iterator[Markup]:
        speak, write, plan = self.speak, self.write, self.plan
        if not plan.patients:
            yield speak("channel_plan-zero")
            return
        patients = ordinary_month([target.patients for target in plan.targets])
        leads = ordinary_month([target.leads for target in plan.targets])
        for target, month_patients, month_leads in zip(plan.targets, patients, leads, strict=True):
            yield speak(
                "channel_plan-target",
                name=target.channel.name,
                share=write.share(target.share),
                patients=write.count(target.patients),
                leads=write.count(target.leads),
                month_patients=write.decimal(month_patients),
                month_leads=write.decimal(month_leads),
                money=self._money(target),
            )

    def _money(self, target: ChannelTarget) -> Markup:
        if target.budget is None or target.cost_of_patient is None:
            return Markup()
        return self.speak(
            "channel_plan-money",
            budget=self.write.money(target.budget),
            of_turnover=self._of_turnover(target.budget_of_turnover),
            cost=self.write.money(target.cost_of_patient),
        )

    def _of_turnover(self, share: Fraction | None) -> Markup:
        if share is None:
            return Markup()
        return self.speak("channel_plan-of_turnover", share=self.write.share(share, places=1))

    def _notes(self) -> Iterator[Markup]:
        speak, write, plan = self.speak, self.write, self.plan
        if plan.budget is not None:
            of_turnover = self._of_turnover(plan.budget_of_turnover)
            budget = write.money(plan.budget)
            if plan.cost_of_patient is not None:
                cost = write.money(plan.cost_of_patient)
                yield speak("channel_plan-budget", budget=budget, of_turnover=of_turnover, cost=cost)
            elif plan.budget_is_partial:
                yield speak("channel_plan-budget-partial", budget=budget, of_turnover=of_turnover)
        more = plan.leads - (self.planned.leads or 0)
        if more > 0:
            yield speak("channel_plan-rounding", more=write.count(more))
        if plan.natural:
            yield speak("channel_plan-natural", names=", ".join(channel.name for channel in plan.natural))

    def _explanation(self) -> Iterator[Markup]:
        conversion = self.planned.conversion
        yield self.speak(
            "channel_plan-how",
            patients=self.write.count(self.plan.patients),
            conversion=self.write.share(conversion.value, places=1) if conversion else "",
        )
        yield self.speak("channel_plan-months")

    def _months(self) -> TextTable:
        """Patients and leads of every channel, month by month."""
        columns = ("", *(self.write.month(month) for month in range(1, MONTHS + 1)))
        return TextTable(columns, tuple(map(self._months_of, self.plan.targets[:MONTHS_SHOWN])))

    def _months_of(self, target: ChannelTarget) -> TableRow:
        months = [
            f"{patients}/{leads}"
            for patients, leads in zip(target.monthly_patients, target.monthly_leads, strict=True)
        ]
        name = target.channel.name
        sentence = self.speak("channel_plan-month_line", name=name, months=" · ".join(months))
        return TableRow((name, *months), marked(sentence))


@dataclass(frozen=True, slots=True)
class MarketerTask:
    """The task for the marketer, which can be forwarded as it is; plan: of the channels, if there are any."""

    speak: Speaker
    write: Writer
    segment: Segment
    forecast: Forecast
    plan: ChannelPlan | None
    clinic_name: str | None

    def said(self) -> Said:
        """The task with its channels, or nothing while there is no plan to hand over."""
        whole, forecast = self.forecast.whole, self.forecast
        if whole is None or not whole.plan or forecast.leads is None or forecast.conversion is None:
            return ()
        task = self.speak(
            "marketer",
            year=str(self.segment.plan_year),
            subject=subject(self.speak, self.segment, self.clinic_name),
            patients=whole.plan,
            leads=forecast.leads,
            conversion=self.write.share(forecast.conversion.value, places=1),
            month_patients=ceil(whole.plan / MONTHS),
            month_leads=ceil(forecast.leads / MONTHS),
        )
        return (Headline(marked(task)), *map(marked, self._channels()))

    def _channels(self) -> Iterator[Markup]:
        if self.plan is None:
            return
        months = ordinary_month([target.leads for target in self.plan.targets])
        for target, month in zip(self.plan.targets, months, strict=True):
            yield self.speak(
                "marketer-channel",
                name=target.channel.name,
                patients=target.patients,
                leads=target.leads,
                month_leads=self.write.decimal(month),
            )
        if self.plan.budget:
            yield self.speak("marketer-budget", budget=self.write.money(self.plan.budget))
