"""What a file is taken for, in words: the preview, its problems by cell, and why a file is refused."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from locales.texts import Speaker
from locales.writing import Writer
from spreadsheets.figures import YearOfVisits
from spreadsheets.mapping import Ask, Column, Question
from spreadsheets.parsing import Problem
from spreadsheets.reading import Preview
from spreadsheets.refusals import Reason, Refusal
from spreadsheets.synonyms import Field

KOPECKS = 100
UNKNOWN = "—"


def refusal_text(speak: Speaker, refusal: Refusal) -> str:
    """Why a file is not taken in, and what to do."""
    found, missing = (
        ", ".join(refusal.found),
        ", ".join(speak.plain(f"sheet-field-{it}") for it in refusal.missing),
    )
    key = refusal.key
    if found and refusal.reason is Reason.NOT_SPREADSHEET:
        key = f"{key}.named"
    if found and refusal.reason is Reason.NO_ROWS:
        key = f"{key}.hidden"
    return speak.plain(key, found=found or UNKNOWN, missing=missing, count=refusal.count)


def problem_text(speak: Speaker, problem: Problem) -> str:
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

    def lines(self) -> Iterator[str]:
        """Everything that was recognised, then what was left out, then the questions."""
        yield from self._place()
        yield from self._columns()
        yield from self._amounts()
        yield from map(self._year, self._preview.years)
        yield from map(self._question, self._preview.questions)

    def _place(self) -> Iterator[str]:
        seen = self._preview
        yield self._speak("sheet-preview-file", kind=seen.kind.upper(), row=str(seen.header_rows[0]))
        why = self._speak(f"sheet-why-{seen.why}")
        for sheet in seen.sheets:
            if sheet.is_read and sheet.name:
                yield self._speak("sheet-preview-sheet", sheet=sheet.name, why=why)
        hidden = [sheet.name for sheet in seen.sheets if sheet.is_hidden]
        if hidden:
            yield self._speak("sheet-preview-hidden", sheets=", ".join(hidden))

    def _columns(self) -> Iterator[str]:
        columns = self._preview.columns
        for column in columns:
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
        left = [column for column in columns if not column.used and column.header]
        for key, wanted in (("sheet-preview-ignored", False), ("sheet-preview-personal", True)):
            named = ", ".join(_headline(column) for column in left if column.is_personal is wanted)
            if named:
                yield self._speak(key, columns=named)

    def _amounts(self) -> Iterator[str]:
        seen, left, count = self._preview, self._preview.left_out, self._write.count
        if seen.first_day and seen.last_day:
            yield self._speak(
                "sheet-preview-period", **{"from": _day(seen.first_day)}, to=_day(seen.last_day)
            )
        key = "sheet-preview-no-money" if seen.turnover is None else "sheet-preview-rows"
        yield self._speak(
            key, rows=count(seen.rows), patients=count(seen.patients), turnover=self._money(seen.turnover)
        )
        if seen.amount_field and seen.amount_field is not Field.PAID:
            yield self._speak("sheet-preview-not-paid", field=self._field(seen.amount_field))
        yield self._speak(
            "sheet-preview-left-out",
            patient=count(left.without_patient),
            amount=self._money(left.without_patient_amount),
            date=count(left.without_date),
            status=count(left.not_held),
            totals=count(left.totals),
            unpriced=count(seen.unpriced),
        )
        yield self._speak("sheet-preview-problems", count=count(seen.problem_count))

    def _year(self, year: YearOfVisits) -> str:
        return self._speak(
            "sheet-preview-year",
            **{"from": _day(year.start)},
            to=_day(year.end),
            note="" if year.is_whole else self._speak("sheet-preview-year.partial"),
            patients=self._write.count(year.patients),
            new=self._count(year.new_patients),
            returned=self._count(year.returned_patients),
            turnover=self._money(year.turnover),
            referrals=self._count(year.referrals),
        )

    def _question(self, question: Question) -> str:
        choices = question.choices
        if question.ask is Ask.DATE_ORDER:
            choices = tuple(self._speak(f"sheet-order-{choice}") for choice in choices)
        about = "" if question.about is None else self._speak(f"template-figure-{question.about}")
        return self._speak(f"sheet-ask-{question.ask}", choices=", ".join(choices), about=about)

    def _field(self, field: Field) -> str:
        return self._speak(f"sheet-field-{field}")

    def _count(self, number: int | None) -> str:
        return UNKNOWN if number is None else self._write.count(number)

    def _money(self, kopecks: int | None) -> str:
        return UNKNOWN if kopecks is None else self._write.money(Fraction(kopecks, KOPECKS))


def _headline(column: Column) -> str:
    return f"{column.letter} «{column.header}»"


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")
