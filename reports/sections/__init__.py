"""The sections of a report: each a function from results to blocks, or None where its results are not there.

To add one: a function here and its texts (`report-…`) in both languages.
"""

from collections.abc import Callable
from typing import Final

from metrics.visits import VisitField
from reports.model import Kind, Section
from reports.sections.advice import anamnesis
from reports.sections.cover import month_page, year_cover
from reports.sections.groups import groups_of
from reports.sections.method import method
from reports.sections.movement import movement
from reports.sections.plan import plan
from reports.sections.turnover import turnover
from reports.sections.value import value
from reports.telling import Telling

SECTIONS: Final[dict[Kind, tuple[Callable[[Telling], Section | None], ...]]] = {
    Kind.YEAR: (
        year_cover,
        turnover,
        movement,
        value,
        *(groups_of(field) for field in VisitField),
        plan,
        anamnesis,
        method,
    ),
    Kind.MONTH: (month_page,),
}
"""In their order; the first is the cover."""
