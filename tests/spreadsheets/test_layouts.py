"""The same clinic in forty layouts gives the same visits, to the kopeck."""

from collections import Counter
from datetime import date

import pytest

from metrics.days import as_date
from metrics.visits import VisitField, Visits
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from spreadsheets.synonyms import ColumnField
from tests.spreadsheets.clinics import LAYOUTS, Layout, paid_by_visit, random_clinic, written


def visits_of(visits: Visits) -> dict[tuple[str, date], int]:
    found: Counter[tuple[str, date]] = Counter()
    for patient, day, amount in zip(visits.patient, visits.day, visits.amount, strict=True):
        found[str(visits.patients[patient]), as_date(int(day))] += int(amount)
    return dict(found)


def test_there_are_forty_layouts() -> None:
    assert len({layout.name for layout in LAYOUTS}) == 40


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_layout_gives_the_same_visits(layout: Layout) -> None:
    lines = random_clinic(seed=LAYOUTS.index(layout))
    reading = read_file(written(lines, layout), UploadAnswers())
    visits = Visits.from_frame(reading.rows)
    assert visits_of(visits) == paid_by_visit(lines)
    assert len(visits) == len(lines)
    assert reading.preview.amount_field is ColumnField.PAID
    assert reading.preview.questions == ()
    assert reading.preview.problem_count == 0
    by_doctor = Counter(
        visits.labels[VisitField.DOCTOR].names[code] for code in visits.labels[VisitField.DOCTOR].codes
    )
    assert by_doctor == Counter(line.doctor for line in lines)
