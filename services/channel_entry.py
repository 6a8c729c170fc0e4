"""What is typed about a channel: its patients of last year, the price of a lead, the year's budget."""

from enum import StrEnum

from locales.reading import read_count, read_money
from services.typed import AnswerOutcome, typed_number


class ChannelFigure(StrEnum):
    """What is asked of a channel in numbers."""

    PATIENTS = "patients"
    COST_PER_LEAD = "cost_per_lead"
    BUDGET = "budget"


def read_channel_figure(figure: ChannelFigure, text: str, *, language: str, currency: str) -> AnswerOutcome:
    """What a typed text means as a figure of a channel. Never raises, whatever the text."""
    if figure is ChannelFigure.PATIENTS:
        return typed_number(read_count(text, language), text)
    return typed_number(read_money(text, language, currency), text)
