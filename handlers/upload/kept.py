"""What is shown once a file is kept: what changed, what it answers of the plan, what can be done now."""

from collections.abc import Iterator, Sequence

from handlers.results.keyboard import ResultAction
from handlers.results.keyboard import button as result_button
from handlers.upload.keyboard import Do, button
from handlers.upload.screens import clipped, headline
from handlers.window import Button, View
from locales.texts import Speaker
from locales.writing import Writer
from services.prefill import Offer, incomplete_year, offers
from services.segments import Segment
from services.uploads import Keeping, KeepingOutcome, ReplacedDays
from spreadsheets.reading import Preview
from wording.figures import write_period

_PERIODS_SHOWN = 3


def kept_view(
    speak: Speaker,
    write: Writer,
    upload_id: str,
    kept: Keeping,
    preview: Preview,
    taken: Segment | None = None,
) -> View:
    """A file whose visits were kept. taken: whose questionnaire its figures have answered, if it had any."""
    offered = offers(preview.years)
    lines = [_headline(speak, write, kept, preview), *_changes(speak, write, kept)]
    lines += [speak("upload-figures-taken")] if taken else _years(speak, preview, offered)
    takes = [
        (button(_take(speak, write, offer), Do.TAKE, upload_id, place),)
        for place, offer in enumerate(offered)
    ]
    return View("\n".join(lines), (*_check(speak, taken), *takes, *_ways_back(speak, upload_id)))


def figures_view(speak: Speaker, taken: Segment | None) -> View:
    """A file whose figures have answered the questionnaire of a segment."""
    return View(speak("upload-figures-taken"), _check(speak, taken))


def _check(speak: Speaker, taken: Segment | None) -> tuple[tuple[Button, ...], ...]:
    """The way to the answers that came from a file."""
    if taken is None:
        return ()
    opening = result_button("", ResultAction.DATA, taken.id).callback_data or ""
    return ((Button(opening, speak.plain("upload-figures-check")),),)


def _headline(speak: Speaker, write: Writer, kept: Keeping, preview: Preview) -> str:
    if kept.outcome is KeepingOutcome.SAME:
        return speak("upload-kept.same")
    return speak("upload-kept", headline=headline(speak, write, preview))


def _changes(speak: Speaker, write: Writer, kept: Keeping) -> Iterator[str]:
    if kept.replaced:
        shown = [_replaced(speak, write, each) for each in kept.replaced[:_PERIODS_SHOWN]]
        more = len(kept.replaced) - len(shown)
        shown += [speak.plain("upload-more", count=more)] if more else []
        yield speak("upload-kept.replaced", periods="; ".join(shown))


def _replaced(speak: Speaker, write: Writer, days: ReplacedDays) -> str:
    period = speak.plain("upload-period", **write_period(write, days.first_day, days.last_day))
    if not days.branch:
        return period
    return speak.plain("upload-kept.branch", branch=clipped(days.branch), period=period)


def _years(speak: Speaker, preview: Preview, offered: Sequence[Offer]) -> Iterator[str]:
    if not offered:
        yield speak("upload-year-none")
        return
    partial = incomplete_year(preview.years)
    if partial is not None and not offered[0].is_calendar_year:
        yield speak("upload-year-partial", year=str(partial.year))


def _take(speak: Speaker, write: Writer, offer: Offer) -> str:
    period = offer.period
    if offer.is_calendar_year:
        return speak.plain("upload-take-year", year=str(period.end.year))
    days = speak.plain("upload-period", **write_period(write, period.start, period.end))
    return speak.plain("upload-take-months", period=days)


def _ways_back(speak: Speaker, upload_id: str) -> Iterator[tuple[Button, ...]]:
    yield (button(speak.plain("upload-delete"), Do.DELETE, upload_id),)
    yield (button(speak.plain("upload-undo"), Do.UNDO, upload_id),)
