"""People who fill in the questionnaire again and again, and account for everything the bot sends them.

No figure is typed twice by one person, and the bot repeats each of them in its next window: so every reply
belongs to one answer. Who has all answers on the card starts over, or has the plan computed first.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from random import Random

from benchmarks.kept_answers import Given
from metrics.funnel import Figure
from simulator.account import SimulatedBot
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.keyboards import inline_buttons
from simulator.refusal import JsonObject

PEOPLE = 20
# How many figures somebody types without waiting for the answer to the one before.
HURRY = (1, 1, 1, 3)
# How many of those who have filled in the questionnaire want to see the plan.
CURIOUS = 0.25

# What tells a window: the first of its buttons.
MENU, CARD, RESTARTING = "begin", "calculate", "yes"
RESULT, PICTURE, PROGRESS = "result", "picture", "stop"

TYPED: Sequence[str] = (
    Figure.PATIENTS,
    Figure.PREVIOUS_PATIENTS,
    Figure.NEW_PATIENTS,
    Figure.TURNOVER,
    Figure.REFERRALS,
)
TAPPED: Mapping[str, Sequence[int]] = {Figure.CONVERSION: (20, 30, 40), Figure.GROWTH: (10, 20)}
_BESIDE = dict(zip((*TYPED, *TAPPED), (*TYPED[1:], *TAPPED, CARD), strict=True))
"""What is shown when a question is answered: the next one, at the end the card."""

_SPACES = re.compile(r"(?<=\d)[, \u00a0\u202f](?=\d)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody waits for: a window, a result or a picture, with the figure it has to repeat."""

    sort: str
    figure: str = ""
    is_edit: bool = False
    """Whether it may come in place of the window that was tapped."""

    def fits(self, message: JsonObject, *, is_edit: bool) -> bool:
        """Whether a message is this reply."""
        if sort_of(message) != self.sort or (is_edit and not self.is_edit):
            return False
        text = _SPACES.sub("", message.get("text", ""))
        return not self.figure or re.search(rf"(?<!\d){self.figure}(?!\d)", text) is not None


def sort_of(message: JsonObject) -> str:
    """What a message of the bot is: told by its first button."""
    if "photo" in message:
        return PICTURE
    data = next((button["callback_data"] for button in inline_buttons(message)), f"b:0:{RESULT}")
    # «b:<drawing>:<what>…» behind the dialog's name, or «go:<action>:<subject>».
    kind, first, *rest = data.rpartition("\x1d")[2].split(":")
    return str(rest[0] if kind == "b" else first)


class Person:
    """One of them.

    given: every answer in order; standing: those since the last start from the beginning; missing: replies
    that have not come; repeated: messages that came again; strange: what nobody had asked for. leaves: begins
    nothing more.
    """

    def __init__(self, chat: Chat, chance: Random, dollars: bool) -> None:
        self.chat = chat
        self.given: list[Given] = []
        self.standing: dict[str, str] = {}
        self.updates = 0
        self.confirmed = 0
        self.repeated = 0
        self.strange: list[str] = []
        self.missing: list[Reply] = []
        self.leaves = False
        self._chance = chance
        self._turnover = 9_000_000 if dollars else 90_000_000
        self._seen: list[Reply] = []
        self._window: JsonObject = {}
        self._repeated_since_tap = 0
        self._news = asyncio.Event()

    @property
    def waits_for_picture(self) -> bool:
        """Whether a plan was asked for whose picture has not come."""
        return any(reply.sort == PICTURE for reply in self.missing)

    async def live(self) -> None:
        """Answer until told to leave; whoever has left has every reply they waited for."""
        with suppress(_LeftError):
            await self._answer_on()

    async def _answer_on(self) -> None:
        self._type("/start", Reply(MENU))
        await self._answered()
        await self._tap(MENU, Reply(Figure.PATIENTS, is_edit=True))
        number = 0
        while True:
            await self._fill_in(number)
            if self._chance.random() < CURIOUS:
                await self._look_at_plan(number)
            await self._tap("restart", Reply(RESTARTING, is_edit=True))
            first = Reply(Figure.PATIENTS, is_edit=True)
            await self._tap("yes", first, meaning=self.standing.clear)
            number += 1

    def hear(self, kind: str, message: JsonObject) -> None:
        """Take notice of a message the bot has sent (`message`) or changed (`edited`)."""
        is_edit, sort = kind == "edited", sort_of(message)
        if sort == PROGRESS:
            return
        if inline_buttons(message):
            self._window = message
        for reply in self.missing:
            if reply.fits(message, is_edit=is_edit):
                self.missing.remove(reply)
                self._seen.append(reply)
                self.confirmed += 1
                self._news.set()
                return
        self._news.set()
        if is_edit:
            return  # the same window once more, or one whose buttons are gone
        if any(reply.fits(message, is_edit=False) for reply in self._seen):
            self.repeated += 1
            self._repeated_since_tap += 1
        else:
            self.strange.append(sort)

    def hear_answer(self, text: str) -> None:
        """Take notice that the tapped button was answered, perhaps with a word.

        The word says that the button is out of date; the window shown with it is the reply to the tap.
        """
        if text and self._repeated_since_tap:
            self.repeated -= 1
        self._news.set()

    async def _fill_in(self, number: int) -> None:
        figures = dict(zip(TYPED, self._figures(number), strict=True))
        while figures:
            self._leave_if_told()
            for question in list(figures)[: self._chance.choice(HURRY)]:
                figure = figures.pop(question)
                self._give(question, figure)
                self._type(figure, Reply(_BESIDE[question], figure))
            await self._answered()
        for question, shares in TAPPED.items():
            percent = self._chance.choice(shares)
            meaning = partial(self._give, question, str(Fraction(percent, 100)))
            await self._tap(f"{question}:{percent}", Reply(_BESIDE[question], is_edit=True), meaning=meaning)

    def _figures(self, number: int) -> Iterator[str]:
        """A clinic like the article's; each of its figures is typed in this round alone."""
        yield from map(str, (3000 + number, 2500 + number, 900 + number))
        yield str(self._turnover + 1000 * number)
        yield str(400 + number)

    async def _look_at_plan(self, number: int) -> None:
        patients, *_ = self._figures(number)
        await self._tap("calculate", Reply(RESULT, patients), Reply(PICTURE))
        await self._tap("data", Reply(CARD, patients))

    def _give(self, question: str, answer: str) -> None:
        self.given.append((str(question), answer))
        self.standing[str(question)] = answer

    def _type(self, text: str, reply: Reply) -> None:
        self.missing.append(reply)
        self.updates += 1
        self.chat.send_text(text)

    async def _tap(self, button: str, *replies: Reply, meaning: Callable[[], None] | None = None) -> None:
        """Press a button of the window and wait for what follows; `meaning` is noted with the press.

        When a kill has made the bot show a window twice, the first one may be of a conversation that never
        was: a person taps the new one then.
        """
        await asyncio.sleep(self._chance.uniform(0.0, 0.1))
        self._leave_if_told()
        pressed = query = ""
        while not pressed or self.missing:
            self._news.clear()
            data = self._data_of(button)
            if data not in ("", pressed) and query not in self.chat.callbacks:
                if not pressed:
                    self.missing.extend(replies)
                    if meaning is not None:
                        meaning()
                self.updates += 1
                self._repeated_since_tap = 0
                pressed, query = data, self.chat.press_button(self._window, data)
            await self._news.wait()

    def _leave_if_told(self) -> None:
        if self.leaves:
            raise _LeftError

    def _data_of(self, button: str) -> str:
        """The data of a button of the newest window; empty if it has none like it."""
        all_data = (str(shown["callback_data"]) for shown in inline_buttons(self._window))
        return next((data for data in all_data if f":{button}" in data), "")

    async def _answered(self) -> None:
        while self.missing:
            self._news.clear()
            await self._news.wait()
        await asyncio.sleep(self._chance.uniform(0.0, 0.1))


class _LeftError(Exception):
    """A person has been told to leave and has done so."""


class Crowd:
    """Twenty of them, half in either language."""

    def __init__(self, simulator: Simulator, account: SimulatedBot, chance: Random) -> None:
        self.people = {}
        for number in range(PEOPLE):
            language = ("ru", "en")[number % 2]
            user = simulator.add_user(f"Person {number}", language_code=language)
            chat = simulator.chat(account, user)
            self.people[chat.id] = Person(chat, Random(chance.random()), dollars=language == "en")
        self._bot_id = account.me["id"]
        account.watchers.append(self._notice)

    def total(self, name: str) -> int:
        """The sum of a count, or of a list's length, over all people."""
        counts = (getattr(person, name) for person in self.people.values())
        return sum(count if isinstance(count, int) else len(count) for count in counts)

    def leave(self) -> None:
        """Have all stop once they have what they wait for."""
        for person in self.people.values():
            person.leaves = True

    async def live(self) -> None:
        """All answer until they are told to leave."""
        async with asyncio.TaskGroup() as everybody:
            for person in self.people.values():
                everybody.create_task(person.live())

    def _notice(self, chat: Chat, kind: str, content: JsonObject) -> None:
        person = self.people[chat.id]
        if kind in ("message", "edited") and content["from"]["id"] == self._bot_id:
            person.hear(kind, content)
        elif kind == "answered":
            person.hear_answer(content.get("text", ""))
