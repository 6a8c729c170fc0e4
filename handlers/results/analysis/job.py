"""The durable job that works product metrics out and shows them."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup
from markupsafe import Markup

from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.requests import ChartRequest, Decision
from clock import Clock
from handlers.chat_text import in_chat
from handlers.patience import Notice, patiently
from handlers.results.analysis.keyboard import (
    BLOCK_PICTURES,
    charts_keyboard,
    reports_keyboard,
    stop_keyboard,
    summary_keyboard,
)
from handlers.results.analysis.orders import Show
from handlers.transport.processing import Job
from locales.texts import Speaker, Texts
from locales.writing import Writer
from metrics.measures import Absent
from metrics.selection import Selection
from metrics.steering import Block
from reports.gathering import results_of
from reports.orders import MadeReport, ReportFile, ReportOrder
from services.product import KeptAnalysis, NothingUploadedError, Product, Reckoning
from services.workspace import Workspace
from wording.measures import is_told, selected_names
from wording.product import OutlookText, ProductText, comparison_text
from workers.worker import WorkerDied, WorkerError

Done = TypeVar("Done")


class Drawing(Protocol):
    """Whoever draws: the process of `charts.worker`."""

    async def draw(self, request: ChartRequest) -> bytes: ...


class Reporting(Protocol):
    """Whoever makes reports: the process of `reports.worker`."""

    async def make(self, order: ReportOrder) -> MadeReport | None: ...


class Analyst:
    """Works out what was ordered, `{"show", "selection", …}`, and shows it."""

    def __init__(
        self,
        bot: Bot,
        texts: Texts,
        clock: Clock,
        reckoner: Reckoning,
        drawing: Drawing,
        reporting: Reporting,
    ) -> None:
        self._bot = bot
        self._texts = texts
        self._clock = clock
        self._reckoner = reckoner
        self._drawing = drawing
        self._reporting = reporting

    async def __call__(self, job: Job) -> None:
        """Work out and send."""
        workspace = job.workspace
        showing = _Showing(
            self._bot,
            self._texts.language(workspace.language),
            Writer(workspace.language, workspace.currency),
            workspace,
            Product(workspace),
            self._reckoner,
            self._drawing,
            self._reporting,
            self._clock,
            job,
        )
        await showing.show()


@dataclass(frozen=True, slots=True)
class _Showing:
    """One order being carried out."""

    bot: Bot
    speak: Speaker
    write: Writer
    workspace: Workspace
    product: Product
    reckoner: Reckoning
    drawing: Drawing
    reporting: Reporting
    clock: Clock
    job: Job

    async def show(self) -> None:
        """Show what was ordered; why not, where there is nothing or it fails."""
        show = Show(self.job.order["show"])
        try:
            if show is Show.COMPARISON:
                await self._comparison()
            elif show is Show.OUTLOOK:
                await self._outlook()
            else:
                await self._of_analysis(_SHOWN[show])
        except NothingUploadedError:
            await self._say(self.speak("product-none"))
        except WorkerDied:
            raise
        except WorkerError:
            await self._say(self.speak("product-failed"))

    async def summary(self, known: KeptAnalysis, text: ProductText) -> None:
        """The headline, the next action and the four blocks."""
        await self._say(in_chat(text.summary()), summary_keyboard(self.speak, known.id, text.advice_count))

    async def block(self, known: KeptAnalysis, text: ProductText) -> None:
        """One block with how it was computed, and its charts."""
        block = Block(self.job.order["detail"])
        pictures = [item for item in BLOCK_PICTURES[block] if not await self._why_no(known, item)]
        await self._say(in_chat(text.block(block)), charts_keyboard(self.speak, known.id, pictures))

    async def advice(self, _: KeptAnalysis, text: ProductText) -> None:
        """Every finding."""
        await self._say(in_chat(text.advice()))

    async def charts(self, known: KeptAnalysis, _: ProductText) -> None:
        """A button for every chart there is, and why there is none of the others."""
        reasons = {picture: await self._why_no(known, picture) for picture in AnalysisPicture}
        lines = [self.speak("product-charts")]
        lines += [
            self._no_chart(picture, reason)
            for picture, reason in reasons.items()
            if reason and is_told(known.selection, reason)
        ]
        drawable = [picture for picture, reason in reasons.items() if reason is None]
        await self._say("\n".join(lines), charts_keyboard(self.speak, known.id, drawable))

    async def chart(self, known: KeptAnalysis, _: ProductText) -> None:
        """One chart as a picture."""
        picture = AnalysisPicture(self.job.order["detail"])
        request = await self._request(known, picture)
        if isinstance(request, Absent):
            await self._say(self._no_chart(picture, request))
            return
        try:
            png = await self._patiently(self.drawing.draw(request), "chart-drawing", ChatAction.UPLOAD_PHOTO)
        except WorkerDied:
            raise
        except WorkerError:
            await self._say(self.speak("chart-failed"))
            return
        await self.bot.send_photo(self.job.chat, BufferedInputFile(png, f"{picture}.png"))

    async def reports(self, known: KeptAnalysis, _: ProductText) -> None:
        """The files a report can be had as."""
        await self._say(self.speak("report-choose"), reports_keyboard(self.speak, known.id))

    async def report(self, known: KeptAnalysis, text: ProductText) -> None:
        """One report as a file, with what happened and what to do in two lines."""
        file = ReportFile(self.job.order["detail"])
        results = await results_of(self.workspace, self.product, known, self.clock.now().date())
        making = self.reporting.make(ReportOrder(results, file))
        try:
            made = await self._patiently(making, "report-making", ChatAction.UPLOAD_DOCUMENT)
        except WorkerDied:
            raise
        except WorkerError:
            await self._say(self.speak("report-failed"))
            return
        if made is None:
            await self._say(in_chat(text.too_few()))
            return
        name = self.speak.plain(f"report-choose.{file}-name")
        headline, *rest = made.summary
        caption = self.speak("report-caption", headline=headline, action=" ".join(rest))
        document = BufferedInputFile(made.content, f"{name}.{made.suffix}")
        await self.bot.send_document(self.job.chat, document, caption=caption)

    async def _of_analysis(
        self, shown: "Callable[[_Showing, KeptAnalysis, ProductText], Awaitable[None]]"
    ) -> None:
        known = await self._reckoned(self.product.analysis(self._selection("selection"), self.reckoner))
        text = ProductText(
            self.speak,
            self.write,
            known.analysis,
            await self.product.findings(known),
            known.selection,
            self.workspace.clinic_name if len(self.workspace.clinics.listed()) > 1 else None,
        )
        if text.is_shown:
            await shown(self, known, text)
        else:
            await self._say(in_chat(text.too_few()))

    async def _outlook(self) -> None:
        selection = self._selection("selection")
        working = self.product.outlook(selection, self.reckoner)
        report = await self._patiently(working, "outlook-waiting", ChatAction.TYPING)
        if report is None:
            raise NothingUploadedError(self.workspace.clinic_id)
        await self._say(in_chat(OutlookText(self.speak, self.write, report).said()))

    async def _comparison(self) -> None:
        this, other = self._selection("selection"), self._selection("other")
        ours, theirs, found = await self._reckoned(self.product.comparison(this, other, self.reckoner))
        named = [(self._name(known), known.analysis) for known in (ours, theirs)]
        said = comparison_text(self.speak, self.write, named[0], named[1], found)
        await self._say(in_chat(said))

    async def _request(self, known: KeptAnalysis, picture: AnalysisPicture) -> ChartRequest | Absent:
        decisions = [Decision(made.day, made.text) for made in await self.workspace.decisions.listed()]
        subject = selected_names(self.speak, self.write, known.selection) or self.workspace.clinic_name
        reader = PictureReader(self.speak.language, self.write.currency, subject)
        return picture_of(known.analysis, picture, reader, decisions)

    async def _why_no(self, known: KeptAnalysis, picture: AnalysisPicture) -> Absent | None:
        request = await self._request(known, picture)
        return request if isinstance(request, Absent) else None

    def _no_chart(self, picture: AnalysisPicture, reason: Absent) -> Markup:
        name = self.speak.plain(f"product-chart-{picture}")
        return self.speak("product-chart-absent", name=name, reason=self.speak(f"absent-{reason}"))

    def _name(self, known: KeptAnalysis) -> str:
        names = [name for _, name in known.selection.labels]
        return ", ".join(names) if names else selected_names(self.speak, self.write, known.selection)

    def _selection(self, name: str) -> Selection:
        return Selection.from_json(self.job.order[name])

    async def _reckoned(self, work: Coroutine[Any, Any, Done]) -> Done:
        return await self._patiently(work, "product-counting", ChatAction.TYPING)

    async def _patiently(self, work: Coroutine[Any, Any, Done], key: str, action: ChatAction) -> Done:
        notice = Notice(self.speak(key), stop_keyboard(self.speak, self.job.key), action)
        return await patiently(self.bot, self.job.chat, work, notice)

    async def _say(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        await self.bot.send_message(self.job.chat, text, reply_markup=keyboard)


_SHOWN: Mapping[Show, Callable[[_Showing, KeptAnalysis, ProductText], Awaitable[None]]] = {
    Show.SUMMARY: _Showing.summary,
    Show.BLOCK: _Showing.block,
    Show.ADVICE: _Showing.advice,
    Show.CHARTS: _Showing.charts,
    Show.CHART: _Showing.chart,
    Show.REPORTS: _Showing.reports,
    Show.REPORT: _Showing.report,
}
