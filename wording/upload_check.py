"""What a person checks before a file is kept: what was counted, what was not, and what each answer gives."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from locales.texts import Speaker
from locales.writing import Writer
from metrics.money import KOPECKS
from spreadsheets.mapping import ALL, COUNTED, NOTHING, Ask, UploadOption, UploadQuestion
from spreadsheets.reading import Preview, WhySheet
from spreadsheets.rows.findings import RowFinding
from spreadsheets.rows.kinds import CellValue, RowKind
from spreadsheets.rows.money import Recipe, SumSource
from wording.figures import write_period

_SIGNS: Final = {Recipe.PARTS: " + ", Recipe.LINES: " × ", Recipe.NET: " − "}
_TAKEN, _LEFT = "✓", "✗"
_COUNTED: Final = frozenset(
    (RowKind.VISIT, RowKind.CHARGE, RowKind.PAYMENT, RowKind.REFUND, RowKind.ADVANCE_USE)
)
_VALUES_SHOWN: Final = 12
_MEANT: Final = frozenset((WhySheet.ANSWERED, WhySheet.TEMPLATE, WhySheet.YEARLY))
LOST_SHARE: Final = Fraction(1, 10)
"""With so many rows left out that nobody meant to leave out, the first line says so."""
_BY_WORDS: Final = frozenset(
    (Ask.SWAPPED, Ask.GAPS, Ask.REPEATED, Ask.SPELLING, Ask.ZEROS, Ask.PEOPLE, Ask.LEDGER, Ask.OUTLIER)
)


_LONGEST: Final = 40


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


class CheckText:
    """The check of a file in words, a line each."""

    def __init__(self, speak: Speaker, write: Writer, preview: Preview) -> None:
        self._speak = speak.plain
        self._write = write
        self._preview = preview

    def month(self) -> str:
        """A month to compare with memory or with the clinic's software."""
        month = self._preview.month
        if month is None:
            return ""
        key = "upload-month" if month.turnover is not None else "upload-month.no_money"
        return self._speak(
            key,
            month=self._write.month(month.first_day.month).capitalize(),
            year=str(month.first_day.year),
            visits=month.visits,
            turnover=self.money(month.turnover),
        )

    def lost(self) -> str:
        """How many of the rows are left out though nobody meant to; nothing if those are few."""
        seen = self._preview
        if seen.lost < LOST_SHARE:
            return ""
        return self._speak(
            "upload-lost",
            rows=seen.left_out.lost,
            of=self._write.count(seen.rows_read),
            share=self._write.share(seen.lost),
        )

    def unread(self) -> str:
        """The sheets with rows that were not read; nothing where a person, or our template, wants it so."""
        if self._preview.why in _MEANT:
            return ""
        names = [sheet.name for sheet in self._preview.sheets if sheet.rows and not sheet.is_read]
        return self._speak("upload-unread", sheets=", ".join(names)) if names else ""

    def sums(self) -> Iterator[str]:
        """The ways to the turnover with their totals side by side, the one that was taken marked."""
        sources = self._preview.sources
        if len(sources) > 1:
            yield self._speak("upload-sums")
        for place, source in enumerate(sources if len(sources) > 1 else ()):
            yield f"{_LEFT if place else _TAKEN} {self.source(source)}: {self.money(source.kopecks)}"

    def values(self) -> Iterator[str]:
        """The words of statuses and operations with their rows, and whether they count."""
        values = self._preview.values
        if values:
            yield self._speak("upload-values")
        for value in values[:_VALUES_SHOWN]:
            yield f"{_LEFT if value.kind not in _COUNTED else _TAKEN} {self._value(value)}"
        if len(values) > _VALUES_SHOWN:
            yield self._speak("upload-more", count=len(values) - _VALUES_SHOWN)

    def findings(self) -> Iterator[str]:
        """What else was decided about the rows, a sentence each."""
        yield from map(self._finding, self._preview.findings)

    def source(self, source: SumSource) -> str:
        """A way to the turnover by the headers of its columns: «Цена × Количество»."""
        return _SIGNS.get(source.recipe, " + ").join(map(_clipped, source.headers))

    def question(self, question: UploadQuestion) -> str:
        """What is asked, with the values it is about."""
        details = (*question.details, "", "")
        return self._speak(
            f"sheet-ask-{question.ask}",
            about="" if question.about is None else self._speak(f"template-figure-{question.about}"),
            values=", ".join(
                f"«{text}»" if text else self._speak("upload-blank") for text in question.details
            ),
            first=details[0],
            second=details[1],
        )

    def answers(self, question: UploadQuestion) -> list[str]:
        """Each answer with what it gives, where the answers give different figures."""
        given = dict(zip(question.choices, self._given(question.options), strict=False))
        return [
            f"{self.choice(question, choice)}{f': {given[choice]}' if given.get(choice) else ''}"
            for choice in question.choices
        ]

    def choice(self, question: UploadQuestion, choice: str) -> str:
        """An answer alone."""
        ask = question.ask
        if choice == ALL:
            return self._speak("upload-choice-all")
        if ask in (Ask.STATUS, Ask.OPERATION):
            return self._counting(question, choice)
        if ask is Ask.DATE_ORDER:
            return self._speak(f"upload-order-{choice}")
        if ask in _BY_WORDS or choice == NOTHING:
            return self._speak(f"upload-choice-{ask}-{'none' if choice == NOTHING else choice}")
        return self._of_columns(ask, choice)

    def _of_columns(self, ask: Ask, choice: str) -> str:
        headers = {column.letter: column.header for column in self._preview.columns}
        if ask in (Ask.PATIENT, Ask.DATE, Ask.AMOUNT) and choice in headers:
            return self._speak("upload-column", letter=choice, header=_clipped(headers[choice]))
        if ask is Ask.AMOUNT:
            return next((self.source(each) for each in self._preview.sources if each.key == choice), choice)
        return _clipped(choice)

    def _counting(self, question: UploadQuestion, choice: str) -> str:
        """Which of the unknown values count."""
        if not choice.startswith(COUNTED):
            return self._speak(f"upload-choice-{question.ask}-{choice}")
        places = choice.removeprefix(f"{COUNTED}:").split(",")
        texts = [
            text or self._speak("upload-blank")
            for at, text in enumerate(question.details)
            if str(at) in places
        ]
        return self._speak("upload-choice-counted", values=", ".join(texts))

    def _given(self, options: tuple[UploadOption, ...]) -> Iterator[str]:
        """The figures of each option that differ from those of another."""
        figures = [
            {
                "visits": self._speak("upload-visits", count=option.visits),
                "patients": self._speak("upload-people", count=option.patients),
                "turnover": "" if option.turnover is None else self.money(option.turnover),
                "days": self._days(option),
            }
            for option in options
        ]
        telling = [
            name for name in (figures[0] if figures else ()) if len({each[name] for each in figures}) > 1
        ]
        yield from (", ".join(filter(None, (each[name] for name in telling))) for each in figures)

    def money(self, kopecks: int | None) -> str:
        """A sum in the clinic's currency."""
        return "" if kopecks is None else self._write.money(Fraction(kopecks, KOPECKS))

    def _days(self, option: UploadOption) -> str:
        if option.first_day is None or option.last_day is None:
            return ""
        period = write_period(self._write, option.first_day, option.last_day)
        return self._speak("upload-period", **period)

    def _value(self, value: CellValue) -> str:
        text = value.text or self._speak("upload-blank")
        kind = self._speak(f"upload-kind-{value.kind}") if value.kind else self._speak("upload-kind-unknown")
        return f"{text}: {self._write.count(value.rows)} ({kind})"

    def _finding(self, finding: RowFinding) -> str:
        details = (*finding.details, "", "")
        return self._speak(
            f"upload-found-{finding.kind}",
            rows=finding.rows,
            money=self.money(finding.kopecks),
            details=", ".join(finding.details),
            first=details[0],
            second=details[1],
        )
