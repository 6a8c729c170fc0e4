"""What is shown about a file: its preview, a question, its columns, why it is not taken in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

from markupsafe import Markup, escape

from handlers.chat_text import fold_in_chat
from handlers.paging import page_of
from handlers.upload.fetching import MEGABYTE, NotFetched
from handlers.upload.keyboard import Do, button
from handlers.window import Button, View, column
from locales.texts import Speaker
from locales.writing import Writer
from metrics.money import KOPECKS
from services.limits import Limit, Quota
from services.segments import plan_year_at
from spreadsheets.figure_cells import FiguresFound
from spreadsheets.mapping import Ask, MappedColumn, UploadQuestion
from spreadsheets.reading import Preview
from spreadsheets.refusals import FileRefusal, RefusalReason
from spreadsheets.synonyms import ColumnField
from wording.figures import write_estimate, years_of_plan
from wording.lines import Fold, plain
from wording.upload import PreviewText, problem_text, refusal_text
from wording.upload_check import CheckText
from wording.upload_figures import FiguresText

PROBLEMS_SHOWN: Final = 5
CHOICES_SHOWN: Final = 30
YEARS_SHOWN: Final = 3
NAMED_IN_A_LINE: Final = 3
LONGEST_NAME: Final = 40
LONGEST_LINE: Final = 300
LONGEST_DETAILS: Final = 2000
"""Characters; with the rest of a preview that is less than a message may have, however long the names are."""
NAMEABLE: Final = (
    ColumnField.PATIENT,
    ColumnField.DATE,
    ColumnField.PAID,
    ColumnField.DOCTOR,
    ColumnField.SPECIALITY,
    ColumnField.CHANNEL,
    ColumnField.BRANCH,
    ColumnField.STATUS,
)
"""What a person can say a column is."""

WAITING: Final = "waiting"
"""What is done about a file whose turn has not come."""


_ASKED_AT_LENGTH: Final = frozenset(
    (Ask.SHEET, Ask.PATIENT, Ask.DATE, Ask.AMOUNT, Ask.FIGURE, Ask.DATE_ORDER)
)
"""Questions whose text in the chat says why they are asked."""


class Screens:
    """The screens of one upload in the words of its owner."""

    def __init__(self, speak: Speaker, write: Writer, upload_id: str, now: datetime) -> None:
        self._speak = speak
        self._write = write
        self._draft_id = upload_id
        self._now = now

    def doing(self, step: str, task_number: str) -> View:
        """What is being done, and a way to stop it."""
        stop = self._button(self._speak.plain("upload-stop"), Do.STOP, task_number)
        return View(self._speak(f"upload-doing-{step}"), ((stop,),))

    def stopped(self) -> View:
        """Nothing more is done."""
        return View(self._speak("upload-stopped"), (self._again(),))

    def failed(self) -> View:
        """The reader is at fault."""
        return View(self._speak("upload-failed"), (self._again(),))

    def not_fetched(self, reason: NotFetched, limit: int) -> View:
        """Why the file could not be fetched, and what to do."""
        text = self._speak(f"upload-not-fetched-{reason}", limit=limit // MEGABYTE)
        return View(text, () if reason is NotFetched.TOO_BIG else (self._again(),))

    def full(self, limit: Limit, quota: Quota) -> View:
        """There is no room for the file; what to delete, and then to read it again."""
        most = quota.uploads if limit is Limit.UPLOADS else quota.size // MEGABYTE
        return View(self._speak(f"upload-full-{limit}", most=most), (self._again(), self._drop()))

    def refused(self, refusal: FileRefusal) -> View:
        """Why the file is not taken in; a column that was not recognised can be named."""
        text = escape(clipped(refusal_text(self._speak, refusal), LONGEST_DETAILS))
        if refusal.reason is not RefusalReason.NO_COLUMNS:
            return View(text)
        missing = refusal.missing[0]
        labels = [self._named(*place) for place in zip(refusal.letters, refusal.found, strict=True)]
        rows = self._choices(Ask(missing), labels)
        return View(f"{text}\n\n{self._speak(f'upload-ask-{missing}')}", (*rows, self._drop()))

    def preview(self, preview: Preview, *, is_remembered: bool, refusal: FileRefusal | None = None) -> View:
        """What the file is taken for, or the first thing that has to be asked about it.

        refusal: why it cannot be read as a person has just said.
        """
        if preview.questions:
            return self._question(preview, preview.questions[0])
        lines = [
            *(self._visits(preview) if preview.rows or preview.figures is None else ()),
            *(self._figures(preview.figures) if preview.figures else ()),
            self._speak("upload-remembered") if is_remembered else "",
            self._speak("upload-not_kept"),
        ]
        above = []
        if refusal is not None:
            reason = clipped(refusal_text(self._speak, refusal), LONGEST_LINE)
            above = [self._speak("upload-change-refused", reason=reason), ""]
        text = "\n".join([*above, *filter(None, lines), self._details(preview)])
        return View(text, (*self._keep(preview), *self._changes(preview), self._drop()))

    def columns(self, preview: Preview, number: int) -> View:
        """Every column with what it is taken for, a page of them."""
        named = [column for column in preview.columns if column.header]
        page = page_of(named, number)
        shown = column(self._button(self._line(each), Do.COLUMN, each.letter) for each in page.shown)
        turns = page.turns(self._speak, lambda label, to: self._button(label, Do.COLUMNS, to))
        return View(self._speak("upload-change-which"), (*shown, *turns, self._back(Do.SHOW)))

    def column(self, preview: Preview, letter: str) -> View:
        """One column, and what else it can be; every column again if there is none of this letter."""
        found = next((each for each in preview.columns if each.letter == letter), None)
        if found is None:
            return self.columns(preview, 0)
        fields = [
            self._button(self._speak.plain(f"sheet-field-{field}"), Do.NAME, letter, field)
            for field in NAMEABLE
        ]
        nothing = self._button(self._speak.plain("upload-change-nothing"), Do.NAME, letter)
        rows = (*zip(fields[::2], fields[1::2], strict=True), (nothing,), self._back(Do.COLUMNS, 0))
        return View(self._speak("upload-change-what", column=self._named(letter, found.header)), rows)

    def _visits(self, preview: Preview) -> Iterator[str]:
        """What counts, after what does not where that is much; then a month to compare with memory."""
        check = CheckText(self._speak, self._write, preview)
        warnings = (check.lost(), clipped(check.unread(), LONGEST_LINE))
        yield from (Markup("<b>⚠ {}</b>").format(warning) for warning in warnings if warning)
        yield self._speak("upload-preview", headline=headline(self._speak, self._write, preview))
        if month := check.month():
            yield escape(month)
        yield from self._essentials(preview)

    def _figures(self, found: FiguresFound) -> Iterator[str]:
        """The year, every figure, how many channels, and what cannot be true together."""
        key = "upload-figures" if found.year else "upload-figures.no_year"
        yield self._speak(key, year=str(found.year))
        years = years_of_plan((found.year or plan_year_at(self._now) - 1) + 1)
        for figure in found.figures:
            name = self._speak.plain(f"question-{figure.figure}.short", **years)
            value = write_estimate(self._speak, self._write, figure.figure, figure.value)
            yield self._speak("card-line", name=name, value=value)
        if found.channels:
            yield self._speak("upload-figures-channels", count=len(found.channels))
        yield from map(escape, FiguresText(self._speak, self._write, found).contradictions())

    def _changes(self, preview: Preview) -> Iterator[tuple[Button, ...]]:
        """The ways to have it read otherwise, and to see what is wrong in it."""
        found = preview.figures
        others = [year for year in found.years if year != found.year] if found else []
        yield from column(
            self._button(self._speak.plain("upload-year", year=str(year)), Do.YEAR, year)
            for year in others[-YEARS_SHOWN:]
        )
        if preview.columns:
            yield (self._button(self._speak.plain("upload-change"), Do.COLUMNS, 0),)
        if preview.problem_count:
            yield (self._button(self._speak.plain("upload-copy"), Do.COPY),)

    def _question(self, preview: Preview, question: UploadQuestion) -> View:
        check = CheckText(self._speak, self._write, preview)
        rows = list(self._choices(question.ask, check.answers(question)))
        if question.ask in (Ask.PATIENT, Ask.DATE, Ask.AMOUNT):
            rows.append((self._button(self._speak.plain("upload-ask-other"), Do.COLUMNS, 0),))
        if question.ask not in _ASKED_AT_LENGTH:
            text = Markup("<b>{}</b>").format(clipped(check.question(question), LONGEST_LINE))
            return View(text, (*rows, self._drop()))
        about = f"template-figure-{question.about}" if question.about else "upload-ask-other"
        text = self._speak(f"upload-ask-{question.ask}", about=self._speak.plain(about))
        return View(text, (*rows, self._drop()))

    def _choices(self, ask: Ask, labels: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
        shown = labels[:CHOICES_SHOWN]
        return column(self._button(label, Do.ANSWER, ask, place) for place, label in enumerate(shown))

    def _essentials(self, preview: Preview) -> Iterable[str]:
        """The period, the place, the columns the figures come from, what is left out: a line each."""
        text = PreviewText(self._speak, self._write, preview)
        yield from map(escape, text.period())
        sheets = [clipped(line, LONGEST_LINE) for line in text.sheets()]
        if len(sheets) > 1:
            why = self._speak.plain(f"sheet-why-{preview.why}")
            sheets = [self._speak.plain("upload-sheets", count=len(sheets), why=why)]
        yield from map(escape, sheets)
        yield self._sources(preview)
        yield from (escape(clipped(line, LONGEST_LINE)) for line in text.personal())
        left = preview.left_out
        rows = left.without_patient + left.without_date + left.not_held + left.totals
        if rows:
            yield self._speak("upload-left_out", rows=rows)

    def _sources(self, preview: Preview) -> str:
        used = [each for each in preview.columns if each.used]
        patients = [each for each in used if each.field is ColumnField.PATIENT or each.is_personal]
        days = [each for each in used if each.field in (ColumnField.DATE, ColumnField.PAID_DATE)]
        sums = [each for each in used if each.field is preview.amount_field and each.field is not None]
        return self._speak(
            "upload-columns",
            patient=self._all_named(patients),
            date=self._all_named(days),
            amount=self._all_named(sums, preview.amount_field),
        )

    def _all_named(self, columns: Iterable[MappedColumn], field: ColumnField | None = None) -> str:
        """Columns by letter and header; a sum that is not the paid one says what it is."""
        is_plain = field in (None, ColumnField.PAID)
        what = "" if field is None else self._speak.plain(f"sheet-field-{field}")
        names = [
            self._named(each.letter, each.header)
            if is_plain
            else self._speak.plain(
                "upload-column.sum", letter=each.letter, header=clipped(each.header), field=what
            )
            for each in columns
        ]
        more = names[NAMED_IN_A_LINE:]
        shown = names[:NAMED_IN_A_LINE] + [self._speak.plain("upload-more", count=len(more))] * bool(more)
        return ", ".join(shown) or "—"

    def _details(self, preview: Preview) -> str:
        """The cells that could not be read and everything that was recognised, folded."""
        lines = (
            list(FiguresText(self._speak, self._write, preview.figures).lines()) if preview.figures else []
        )
        if preview.rows:
            lines += PreviewText(self._speak, self._write, preview).lines()
        if preview.problem_count:
            shown = preview.problems[:PROBLEMS_SHOWN]
            lines = [
                self._speak.plain("upload-problems", count=preview.problem_count),
                *(clipped(problem_text(self._speak, problem), LONGEST_LINE) for problem in shown),
                "",
                *lines,
            ]
        return fold_in_chat(Fold((plain(clipped("\n".join(lines), LONGEST_DETAILS)),)))

    def _line(self, column: MappedColumn) -> str:
        field = self._speak.plain("upload-change-none")
        if column.used and column.field:
            field = self._speak.plain(f"sheet-field-{column.field}")
        return self._speak.plain(
            "upload-change-line", letter=column.letter, header=clipped(column.header), field=field
        )

    def _named(self, letter: str, header: str) -> str:
        return self._speak.plain("upload-column", letter=letter, header=clipped(header))

    def _keep(self, preview: Preview) -> tuple[tuple[Button, ...], ...]:
        if not is_worth_keeping(preview):
            return ()
        label = "upload-keep.valid" if preview.problem_count else "upload-keep"
        if not preview.rows:
            label = "upload-keep.figures"
        return ((self._button(self._speak.plain(label, rows=preview.rows), Do.KEEP),),)

    def _again(self) -> tuple[Button, ...]:
        return (self._button(self._speak.plain("upload-again"), Do.SHOW),)

    def _drop(self) -> tuple[Button, ...]:
        return (self._button(self._speak.plain("upload-drop"), Do.DROP),)

    def _back(self, do: Do, *details: int) -> tuple[Button, ...]:
        return (self._button(self._speak.plain("back"), do, *details),)

    def _button(self, label: str, do: Do, *details: str | int) -> Button:
        return button(label, do, self._draft_id, *details)


def is_worth_keeping(preview: Preview) -> bool:
    """Whether there is anything in a file to keep."""
    found = preview.figures
    return preview.rows > 0 or (found is not None and bool(found.figures or found.channels))


def headline(speak: Speaker, write: Writer, preview: Preview) -> str:
    """Rows, patients and turnover in one line."""
    key = "upload-headline.no_money" if preview.turnover is None else "upload-headline"
    turnover = "" if preview.turnover is None else write.money(Fraction(preview.turnover, KOPECKS))
    return speak.plain(key, rows=preview.rows, patients=preview.patients, turnover=turnover)


def clipped(text: str, longest: int = LONGEST_NAME) -> str:
    """A text that is cut off where it gets too long."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
