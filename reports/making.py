"""From results to a report: every section that has something to say."""

from locales.texts import Texts
from metrics.ltv import SMALLEST_GROUP
from reports.model import Kind, Report, Section
from reports.results import Results
from reports.sections import SECTIONS
from reports.telling import Telling


class TooFewPatientsError(ValueError):
    """Fewer than ten patients: a person could be recognised, and every figure would be chance."""


def make(results: Results, kind: Kind, texts: Texts) -> Report:
    """The report of a clinic in the language of the results. Raises TooFewPatientsError."""
    if results.analysis.patients < SMALLEST_GROUP:
        raise TooFewPatientsError(results.analysis.patients)
    told = Telling(results, texts.language(results.language))
    sections = tuple(section for section in (say(told) for say in SECTIONS[kind]) if section is not None)
    period = told.year() if kind is Kind.YEAR else told.month_year(told.end)
    title = (
        told.say("title-year", year=period) if kind is Kind.YEAR else told.say("title-month", month=period)
    )
    return Report(
        kind=kind,
        language=results.language,
        title=f"{title} — {told.clinic}" if told.clinic else title,
        period=title if kind is Kind.YEAR else period,
        clinic=told.clinic,
        brand=told.say("brand"),
        footer=_footer(told, title),
        page=_page(told),
        made_on=results.made_on,
        sections=sections,
        summary=_summary(sections),
        logo=results.logo,
    )


def _footer(told: Telling, title: str) -> str:
    day = told.write.day(told.analysis.as_of)
    if told.clinic:
        return told.say("footer-of", clinic=told.clinic, title=title, day=day)
    return told.say("footer", title=title, day=day)


def _page(told: Telling) -> tuple[str, str]:
    """What stands between the number of a page and that of all, and after it."""
    _, between, after = told.say("page-of", page="\0", pages="\0").split("\0")
    return between, after


def _summary(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Two lines: what happened, what to do."""
    cover = sections[0]
    actions = [block.headline for block in cover.blocks if hasattr(block, "headline")]
    return (cover.headline, *actions[:1])
