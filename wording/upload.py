"""What a file is taken for, in words: the preview, its problems by cell, and why a file is refused."""

from collections.abc import Iterator
from fractions import Fraction

from datasets.years import YearOfVisits
from locales.texts import Speaker
from locales.writing import Writer
from metrics.money import KOPECKS
from spreadsheets.mapping import UploadQuestion
from spreadsheets.parsing import CellProblem
from spreadsheets.reading import Preview
from spreadsheets.refusals import FileRefusal, RefusalReason
from spreadsheets.synonyms import ColumnField
from wording.figures import write_period
from wording.upload_check import CheckText

UNKNOWN = "—"


def refusal_text(speak: Speaker, refusal: FileRefusal) -> str:
    """Why a file is not taken in, and what to do."""
    found, missing = (
        ", ".join(refusal.found),
        ", ".join(speak.plain(f"sheet-field-{it}") for it in refusal.missing),
    )
    key = refusal.key
    if found and refusal.reason is RefusalReason.NOT_SPREADSHEET:
        key = f"{key}.named"
    if found and refusal.reason is RefusalReason.NO_ROWS:
        key = f"{key}.hidden"
    return speak.plain(key, found=found or UNKNOWN, missing=missing, count=refusal.count)


def problem_text(speak: Speaker, problem: CellProblem) -> str:
    """One cell: where it is, what it holds, what is needed, and the fix if there is one."""
    place = "sheet-place" if problem.sheet else "sheet-place.cell"
    words = {"place": speak.plain(place, sheet=problem.sheet, cell=problem.cell), "got": problem.got}
    if problem.fix is None:
        return speak.plain(f"sheet-problem-{problem.wanted}", **words)
    return speak.plain(f"sheet-problem-{problem.wanted}.fix", **words, fix=problem.fix)


class PreviewText:
    """The preview of a file, line by line."""

    def __init__(self, speak: Speaker, write: Writer, preview: Preview) -> None:
        self._speak = speak.plain
        self._write = write
        self._preview = preview
        self._check = CheckText(speak, write, preview)

    def lines(self) -> Iterator[str]:
        """Everything that was recognised, then what was left out, then the questions."""
        seen = self._preview
        yield self._speak(
            "sheet-preview-file",
            kind=self._speak(f"sheet-kind-{seen.kind}"),
            row=str(seen.header_rows[0]),
        )
        yield from self.sheets()
        yield from self._hidden()
        yield from self._columns()
        yield from self.personal()
        yield from self.period()
        yield from self._amounts()
        yield from filter(None, (self._check.lost(), self._check.unread(), self._check.month()))
        yield from self._check.sums()
        yield from self._check.values()
        yield from self._check.findings()
        yield from map(self._year, seen.years)
        yield from map(self._question, seen.questions)

    def sheets(self) -> Iterator[str]:
        """The sheets that were read, and why these; nothing for a file that has none."""
        why = self._speak(f"sheet-why-{self._preview.why}")
        for sheet in self._preview.sheets:
            if sheet.is_read and sheet.name:
                yield self._speak("sheet-preview-sheet", sheet=sheet.name, why=why)

    def personal(self) -> Iterator[str]:
        """The columns that tell who a patient is and are left out, if there are any."""
        yield from self._unused("sheet-preview-personal", is_personal=True)

    def period(self) -> Iterator[str]:
        """From the first day to the last."""
        first, last = self._preview.first_day, self._preview.last_day
        if first and last:
            yield self._speak("sheet-preview-period", **write_period(self._write, first, last))

    def _hidden(self) -> Iterator[str]:
        hidden = [sheet.name for sheet in self._preview.sheets if sheet.is_hidden]
        if hidden:
            yield self._speak("sheet-preview-hidden", sheets=", ".join(hidden))

    def _columns(self) -> Iterator[str]:
        for column in self._preview.columns:
            if column.used and column.field:
                yield self._speak(
                    "sheet-preview-column",
                    letter=column.letter,
                    header=column.header,
                    field=self._field(column.field),
                    confidence=self._write.share(Fraction(str(column.confidence))),
                )
            if column.has_lost_digits:
                yield self._speak("sheet-preview-lost-digits", letter=column.letter)
        yield from self._unused("sheet-preview-ignored", is_personal=False)

    def _unused(self, key: str, *, is_personal: bool) -> Iterator[str]:
        left = [column for column in self._preview.columns if not column.used and column.header]
        named = ", ".join(
            self._speak("upload-column", letter=column.letter, header=column.header)
            for column in left
            if column.is_personal is is_personal
        )
        if named:
            yield self._speak(key, columns=named)

    def _amounts(self) -> Iterator[str]:
        seen, left, count = self._preview, self._preview.left_out, self._write.count
        key = "sheet-preview-no-money" if seen.turnover is None else "sheet-preview-rows"
        yield self._speak(
            key, rows=count(seen.rows), patients=count(seen.patients), turnover=self._money(seen.turnover)
        )
        if seen.amount_field and seen.amount_field is not ColumnField.PAID:
            yield self._speak("sheet-preview-not-paid", field=self._field(seen.amount_field))
        reasons = {
            "patient": left.without_patient,
            "date": left.without_date,
            "status": left.not_held,
            "booked": left.bookings,
            "moved": left.moved,
            "far": left.far,
            "totals": left.totals,
            "unpriced": seen.unpriced,
        }
        amount = self._money(left.without_patient_amount)
        said = [
            self._speak(f"sheet-left-out-{reason}", rows=count(rows), amount=amount)
            for reason, rows in reasons.items()
            if rows
        ]
        if said:
            yield self._speak("sheet-preview-left-out", reasons="; ".join(said))
        if seen.continued:
            yield self._speak("sheet-preview-continued", rows=count(seen.continued))
        if seen.problem_count:
            yield self._speak("sheet-preview-problems", count=count(seen.problem_count))

    def _year(self, year: YearOfVisits) -> str:
        return self._speak(
            "sheet-preview-year",
            **write_period(self._write, year.start, year.end),
            note="" if year.is_whole else self._speak("sheet-preview-year.partial"),
            patients=self._write.count(year.patients),
            new=self._count(year.new_patients),
            returned=self._count(year.returned_patients),
            turnover=self._money(year.turnover),
            referrals=self._count(year.referrals),
        )

    def _question(self, question: UploadQuestion) -> str:
        return f"{self._check.question(question)} {'; '.join(self._check.answers(question))}"

    def _field(self, field: ColumnField) -> str:
        return self._speak(f"sheet-field-{field}")

    def _count(self, number: int | None) -> str:
        return UNKNOWN if number is None else self._write.count(number)

    def _money(self, kopecks: int | None) -> str:
        return UNKNOWN if kopecks is None else self._write.money(Fraction(kopecks, KOPECKS))
