"""Yearly figures found in a file, in words: each with its place, then what contradicts what."""

from collections.abc import Iterator
from fractions import Fraction

from locales.texts import Speaker
from locales.writing import Writer
from services.answers import Answer
from services.questionnaire import contradictions_of
from spreadsheets.figure_cells import ChannelFound, FigureFound, FiguresFound
from wording.figures import write_estimate, write_refusal


class FiguresText:
    """The figures of a file, line by line."""

    def __init__(self, speak: Speaker, write: Writer, found: FiguresFound) -> None:
        self._speak = speak
        self._write = write
        self._found = found

    def lines(self) -> Iterator[str]:
        """The year, the figures and channels, what was not used, and what cannot be true together."""
        found, speak = self._found, self._speak.plain
        if found.year is None:
            yield speak("sheet-figures-year.unknown")
        else:
            yield speak("sheet-figures-year", year=str(found.year))
        others = ", ".join(str(year) for year in found.years if year != found.year)
        if others:
            yield speak("sheet-figures-year.others", years=others)
        yield from map(self.figure, found.figures)
        yield from map(self.channel, found.channels)
        if found.ignored:
            yield speak("sheet-figures-ignored", labels=", ".join(found.ignored))
        yield from self.contradictions()

    def figure(self, found: FigureFound) -> str:
        """One figure: its name, value and place."""
        return self._speak.plain(
            "sheet-figures-figure",
            name=self._speak.plain(f"template-figure-{found.figure}"),
            value=write_estimate(self._speak, self._write, found.figure, found.value),
            cell=found.cell,
            label=found.label,
            confidence=self._write.share(Fraction(str(found.confidence))),
        )

    def channel(self, found: ChannelFound) -> str:
        """One channel: its kind, patients and price."""
        speak = self._speak.plain
        money = ""
        if found.cost_per_lead is not None:
            money = speak(
                "sheet-figures-channel.lead", money=self._write.money(found.cost_per_lead, places=2)
            )
        if found.budget is not None:
            money = speak("sheet-figures-channel.budget", money=self._write.money(found.budget))
        line = speak(
            "sheet-figures-channel",
            name=found.name,
            kind=speak(f"channel-kind-{found.kind}").lower(),
            patients=self._write.count(found.new_patients),
        )
        return line + money

    def contradictions(self) -> Iterator[str]:
        """What of the figures cannot be true together, a sentence each."""
        answers = {str(found.figure): Answer(estimate=found.value) for found in self._found.figures}
        for refused in contradictions_of(answers):
            yield str(write_refusal(self._speak, self._write, refused))
