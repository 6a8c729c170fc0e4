"""Owners who answer the questionnaire in the simulator, one step at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.account import SimulatedBot
from simulator.chat import Chat
from simulator.core import Simulator

TOKEN = "7000001:benchmark-of-the-clinic-pulse-bot"


@dataclass(frozen=True, slots=True)
class Step:
    """A text that is typed, or a button that is pressed by its label."""

    what: str
    typed: bool = False


START = Step("/start", typed=True)
BEGIN = Step("Начать")
FIGURES = tuple(Step(figure, typed=True) for figure in ("2000", "1850", "575", "60 млн", "462"))
CHOICES = (Step("3"), Step("+20 %"))
LOOKING_THROUGH = (Step("✏"), Step("Назад")) * 3
CALCULATE = Step("Посчитать")
LEAVE = Step("Меню")

QUESTIONNAIRE: Sequence[Step] = (BEGIN, *FIGURES, *CHOICES)
"""From the start window to the card with all answers: three taps, five texts."""


class Owner:
    """Somebody new with a phone."""

    def __init__(self, simulator: Simulator, account: SimulatedBot) -> None:
        person = simulator.add_user("Ольга", language_code="ru")
        self.chat: Chat = simulator.chat(account, person)

    def take(self, step: Step) -> None:
        """Do a step; the bot's answer comes later. Raises NoSuchButtonError if it is out of turn."""
        if step.typed:
            self.chat.send_text(step.what)
        else:
            self.chat.press(step.what)


def telegram() -> tuple[Simulator, SimulatedBot]:
    """A simulated Telegram with the bot's account."""
    simulator = Simulator()
    return simulator, simulator.add_bot(TOKEN, "clinic_pulse_bot", "Пульс клиники")
