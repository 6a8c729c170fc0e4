"""An analysis in words: the summary, a block, the advice, a comparison, the visits to expect."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from markupsafe import Markup

from locales.texts import Speaker
from locales.writing import Writer, significant
from metrics.advice import LEVELS, AdviceFinding
from metrics.allocation import round_half_away
from metrics.analysis import Analysis, Comparison
from metrics.blocks import BLOCKS
from metrics.ltv import SMALLEST_GROUP
from metrics.measures import Metric
from metrics.money import KOPECKS
from metrics.outlook import OutlookReport, RankingMethod, Trial
from metrics.selection import WHOLE, Selection
from metrics.steering import Block
from services.product_lead import Lead, LeadKind, NextStep, lead
from services.supplied import WAITING
from wording.lines import BLANK, Fold, Headline, Said, TextLine, folded, marked
from wording.measures import MONEY_DIGITS, Figures, is_told, selected_names

FORECAST_DIGITS = 3


class ProductText:
    """One analysis of the clinic, or of a part of it, ready to be said in a language.

    clinic_name: named where its owner has several.
    """

    def __init__(
        self,
        speak: Speaker,
        write: Writer,
        analysis: Analysis,
        findings: Sequence[AdviceFinding],
        selection: Selection = WHOLE,
        clinic_name: str | None = None,
    ) -> None:
        self._speak = speak
        self._write = write
        self._analysis = analysis
        self._findings = findings
        self._selection = selection
        self._clinic_name = clinic_name
        self._figures = Figures(speak, write, analysis)

    @property
    def is_shown(self) -> bool:
        """Whether there are enough patients to show anything of them."""
        return self._analysis.patients >= SMALLEST_GROUP

    def too_few(self) -> Said:
        """Said in place of any figure of a handful of people."""
        return (marked(self._speak("product-few", least=SMALLEST_GROUP)),)

    @property
    def advice_count(self) -> int:
        """How many findings there are."""
        return len(self._findings)

    def summary(self) -> Said:
        """One headline and one next action, then the four blocks, each folded."""
        first = lead(self._analysis, self._findings)
        blocks = (folded((self._block_name(block), *self._block_figures(block))) for block in Block)
        why = [folded(lines) for lines in (tuple(self._why()), tuple(self._quality())) if lines]
        legend = marked(self._speak("product-legend"))
        return (
            Headline(marked(self._headline(first))),
            *map(marked, self._top(first)),
            *blocks,
            *why,
            legend,
        )

    def block(self, block: Block) -> Said:
        """A block by itself: its figures, and how each was computed, folded."""
        measures = [self._analysis.measure(metric) for metric in BLOCKS[block]]
        how = [self._speak("product-how"), self._speak("product-legend"), *self._figures.how(measures)]
        lines = (*self._block_figures(block), *self._selected())
        return (Headline(marked(self._block_name(block))), *map(marked, lines), folded(how))

    def advice(self) -> Said:
        """Every finding with why it matters, what to do first and what would prove it."""
        if not self._findings:
            return (marked(self._speak("product-advice-none")), *self._waiting())
        names = selected_names(self._speak, self._write, self._selection)
        subject = self._speak("product-subject", name=names) if names else ""
        title = self._speak("product-advice", count=len(self._findings), subject=subject)
        findings = [part for finding in self._findings for part in (BLANK, *self._finding(finding))]
        return (Headline(marked(title)), *findings, *self._waiting())

    def _top(self, first: Lead) -> Iterator[Markup]:
        yield self._speak(
            "product-context",
            day=self._write.day(self._analysis.as_of),
            patients=self._write.count(self._analysis.patients),
            visits=self._write.count(self._analysis.visits),
        )
        yield from self._selected()
        yield self._speak("product-next", action=self._action(first))

    def _selected(self) -> Iterator[Markup]:
        if self._clinic_name is not None:
            yield self._speak("product-clinic", name=self._clinic_name)
        names = selected_names(self._speak, self._write, self._selection)
        if names:
            key = "product-selected-patients" if self._selection.labels else "product-selected"
            yield self._speak(key, names=names)

    def _headline(self, first: Lead) -> Markup:
        match first.headline:
            case LeadKind.FINDING if first.about is not None:
                finding, money = self._found(first.about), self._figures.money(first.about)
                if money is None or first.about.rule in LEVELS:
                    return self._speak("product-headline-finding", finding=finding)
                return self._speak("product-headline-money", finding=finding, money=money)
            case LeadKind.REPEAT:
                share = Fraction(self._analysis.measure(Metric.REPEAT_INDEX).value or 0)
                return self._speak("product-headline-repeat", count=round_half_away(share * 100))
            case LeadKind.ACTIVE:
                active = self._analysis.measure(Metric.ACTIVE_PATIENTS).value or 0
                return self._speak("product-headline-active", count=floor(active))
            case _:
                return self._speak("product-headline-seen", count=self._analysis.patients)

    def _action(self, first: Lead) -> Markup:
        if first.next_step is NextStep.FINDING and first.advised_by is not None:
            return self._advised(first.advised_by, "do")
        return self._speak(f"product-next-{first.next_step}")

    def _block_name(self, block: Block) -> Markup:
        return Markup("<b>{}</b>").format(self._speak(f"block-{block}"))

    def _block_figures(self, block: Block) -> Iterator[Markup]:
        measures = (self._analysis.measure(metric) for metric in BLOCKS[block])
        yield from (self._figures.line(found) for found in measures if is_told(self._selection, found.absent))

    def _waiting(self) -> Said:
        """Which rules still wait for what; said of the whole clinic only."""
        if self._selection != WHOLE:
            return ()
        wanted = (self._speak.plain(f"waiting-{name}") for name in dict.fromkeys(WAITING.values()))
        line = self._speak("product-advice-waiting", count=len(WAITING), wanted=", ".join(wanted))
        return (BLANK, marked(line))

    def _why(self) -> Iterator[Markup]:
        """Why turnover changed, to the rouble; or why that can't be said."""
        why = self._analysis.why
        if why is None:
            return
        yield self._speak("why", before=self._units(why.units_before), now=self._units(why.units_now))
        if why.nothing is not None:
            yield self._speak(f"why-{why.nothing}")
        for part, units in why.parts or ():
            key = "why-part" if why.is_noticeable(units) else "why-part-small"
            yield self._speak(key, name=self._speak(f"why-{part}"), money=self._units(units))

    def _units(self, units: int) -> str:
        return self._write.money(Fraction(units))

    def _quality(self) -> Iterator[Markup]:
        """What the rows can bear: their length, closed months, changed numbers, the fall one could see."""
        found = self._analysis
        if not found.months:
            return
        yield self._speak("quality", months=len(found.months))
        if found.closed:
            names = ", ".join(f"{self._write.month(day.month)} {day.year}" for day in found.closed)
            yield self._speak("quality-closed", months=names)
        if found.changed_ids is not None:
            day = found.changed_ids.month
            yield self._speak("quality-ids", month=f"{self._write.month(day.month)} {day.year}")
        if found.last_month is not None:
            fall = self._write.share(found.last_month.smallest_fall)
            yield self._speak("quality-smallest", fall=fall)

    def _finding(self, finding: AdviceFinding) -> Iterator[TextLine | Fold]:
        speak = self._speak
        title = speak(
            "product-advice-finding",
            block=speak.plain(f"block-{finding.block}"),
            finding=self._found(finding),
        )
        why, do, proof = (
            speak(f"product-advice-{part}", text=self._advised(finding, part)) for part in ADVICE
        )
        money = self._figures.money(finding)
        figures = [self._figures.line(measure) for measure in finding.figures]
        how = self._figures.how(finding.figures)
        yield marked(title)
        if money is not None and finding.rule not in LEVELS:
            yield marked(speak("product-advice-money", money=money))
        yield marked(do)
        yield folded([why, proof, *figures, *how])

    def _found(self, finding: AdviceFinding) -> Markup:
        return self._speak(f"advice-{finding.rule}", **self._figures.of_advice(finding))

    def _advised(self, finding: AdviceFinding, part: str) -> Markup:
        return self._speak(f"advice-{finding.rule}.{part}", **self._figures.of_advice(finding))


ADVICE = ("why", "do", "proof")


def comparison_text(
    speak: Speaker,
    write: Writer,
    this: tuple[str, Analysis],
    other: tuple[str, Analysis],
    found: Sequence[Comparison],
) -> Said:
    """Whether two segments, by name, differ beyond chance, and in what."""
    names = {"this": this[0], "other": other[0]}
    if min(this[1].patients, other[1].patients) < SMALLEST_GROUP or not found:
        return (marked(speak("comparison-unknown", **names)),)
    ours, theirs = Figures(speak, write, this[1]), Figures(speak, write, other[1])
    verdicts = [_verdict(item) for item in found]
    lines = [
        speak(
            f"comparison-line-{verdict}",
            name=ours.name(item.this),
            value=ours.value(item.this),
            other=theirs.value(item.other),
        )
        for item, verdict in zip(found, verdicts, strict=True)
    ]
    apart = [line for line, verdict in zip(lines, verdicts, strict=True) if verdict != "alike"]
    alike = [line for line in lines if line not in apart]
    within = [speak("comparison-within"), *alike] if alike else []
    headline = speak("comparison-differs" if apart else "comparison-alike", **names)
    note = folded([*within, speak("comparison-note")])
    return (Headline(marked(headline)), *map(marked, apart), note)


def _verdict(item: Comparison) -> str:
    if item.change.clearly_rose:
        return "above"
    return "below" if item.change.clearly_fell else "alike"


class OutlookText:
    """The visits to expect, and how sure one can be of them."""

    def __init__(self, speak: Speaker, write: Writer, report: OutlookReport) -> None:
        self._speak = speak
        self._write = write
        self._report = report

    def said(self) -> Said:
        """The forecast with how it proved itself; without a model, why there is none."""
        rhythm = tuple(map(marked, self._by_rhythm()))
        if self._report.fallback:
            return (*rhythm, marked(self._speak(f"outlook-fallback-{self._report.fallback}")))
        first, *rest = map(marked, self._by_model())
        return (Headline(first), *rest, *rhythm, folded(self._proof()))

    def _by_rhythm(self) -> Iterator[Markup]:
        """Who is due, overdue and lost by their own rhythm, with what a visit of each would bring."""
        speak, write, found = self._speak, self._write, self._report.rhythm
        yield speak("outlook-rhythm")
        for name, group in (("due", found.due), ("overdue", found.overdue), ("lost", found.lost)):
            is_known = "no" if group.money is None else "yes"
            money = write.money(significant((group.money or 0) / KOPECKS, MONEY_DIGITS))
            yield speak(f"outlook-rhythm-{name}", count=group.patients, known=is_known, money=money)
        if found.caught is not None:
            yield speak("outlook-rhythm-caught", share=write.share(found.caught))

    def _by_model(self) -> Iterator[Markup]:
        speak, write, report = self._speak, self._write, self._report
        visits = significant(report.expected_visits or 0, FORECAST_DIGITS)
        yield speak("outlook-visits", visits=write.count(visits))
        if report.expected_revenue is not None:
            money = significant(report.expected_revenue / KOPECKS, FORECAST_DIGITS)
            yield speak("outlook-revenue", revenue=write.money(money))
        yield speak("outlook-patients", count=report.patients)

    def _proof(self) -> Iterator[Markup]:
        speak, write, report = self._speak, self._write, self._report
        yield speak("product-how")
        best = self._trial(report.method)
        if best is not None and report.advantage is not None:
            change = report.advantage
            yield speak(
                "outlook-won",
                method=speak(f"outlook-method-{report.method}"),
                right=write.share(best.ranked_right),
                other=write.share(change.other),
                range=write.share_range(change.low, change.high, places=1),
            )
            if best.predicted is not None and report.actual is not None:
                expected, actual = write.count(best.predicted), write.count(report.actual)
                yield speak("outlook-check", expected=expected, actual=actual)
        if report.expected_revenue is not None:
            yield speak("outlook-spend" if report.spend_model else "outlook-spend-average")

    def _trial(self, method: RankingMethod) -> Trial | None:
        return next((trial for trial in self._report.trials if trial.method is method), None)
