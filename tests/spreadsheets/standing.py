"""Where a file of known truth stands: right at once, asked with the right answer on a button, or wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import Preview, read_file
from spreadsheets.refusals import FileRefusedError

KOPECKS = 100
DEEPEST = 3
TODAY = date(2026, 11, 28)


class Standing(StrEnum):
    """What became of a file."""

    RIGHT = "right at once"
    ASKED = "asked, right when tapped"
    REFUSED = "refused"
    LOST = "asked, no button is right"
    WRONG = "silently wrong"


@dataclass(frozen=True, slots=True)
class Truth:
    """What a file holds: visits (patient and day), patients, roubles; its days where they are known."""

    visits: int
    patients: int
    turnover: int
    first_day: date | None = None
    last_day: date | None = None

    def holds(self, preview: Preview) -> bool:
        """Whether a file was read so."""
        days = (preview.first_day, preview.last_day) if self.first_day else (None, None)
        found = preview.visits, preview.patients, preview.turnover or 0
        return found == (self.visits, self.patients, self.turnover * KOPECKS) and days == (
            self.first_day,
            self.last_day,
        )


def standing(content: bytes, truth: Truth | None) -> tuple[Standing, str]:
    """Where a file stands, and its figures in a word; truth: None where it has to be asked about."""
    try:
        first = read_file(content, UploadAnswers(), today=TODAY).preview
    except FileRefusedError as refused:
        return Standing.REFUSED, refused.refusal.reason
    said = f"{first.visits} visits, {first.patients} patients, {(first.turnover or 0) / KOPECKS:.0f}"
    asked = " ".join(question.ask for question in first.questions)
    if not first.questions:
        return (Standing.RIGHT if truth and truth.holds(first) else Standing.WRONG), said
    if truth is None or any(truth.holds(preview) for preview in _tapped(content, UploadAnswers(), DEEPEST)):
        return Standing.ASKED, f"{said} [{asked}]"
    return Standing.LOST, f"{said} [{asked}]"


def _tapped(content: bytes, answers: UploadAnswers, deep: int) -> Iterator[Preview]:
    """What a file is read as once all questions are answered, in every way."""
    preview = read_file(content, answers, today=TODAY).preview
    if not preview.questions or not deep:
        yield preview
        return
    question = preview.questions[0]
    for choice in question.choices:
        yield from _tapped(content, answers.answering(question, choice), deep - 1)
