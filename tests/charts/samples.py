"""Requests for pictures: short, typical and extreme numbers."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from charts.requests import BridgeChart, ChannelsChart
from metrics.channels import Channel, ChannelKind, channel_plan
from metrics.estimate import Estimate
from metrics.funnel import AS_IT_IS, Forecast, Scenario, YearFigures, forecast

exact = Estimate.exact


def clinic(previous: int, patients: int, new: int, referrals: int, growth: str = "0") -> YearFigures:
    """Exact figures of a year; growth as a decimal share."""
    return YearFigures(
        previous_patients=exact(previous),
        patients=exact(patients),
        new_patients=exact(new),
        referrals=exact(referrals),
        turnover=exact(patients * 30_000),
        conversion=exact(Decimal("0.3")),
        growth=exact(Decimal(growth)),
    )


ARTICLE = clinic(1850, 2000, 575, 462, "0.2")
"""The clinic of the article: 460 + 400 − 416 = 444."""

NAMES = {
    "a doctor": "Доктор Смирнова, ортодонтия",
    "two hundred letters": "Отделение лечебной физкультуры и спорта " * 5,
    "one endless word": "Ш" * 200,
    "emoji": "Клиника 🦷😀👩🏽‍⚕️ №\u00a01",
    "stacked accents": "З" + "\u0301\u0308\u0302\u20dd" * 60 + "уб",
    "formula": "$x$ и $\\frac{1}{2}$ ^_{}",
    "broken formula": "$\\undefined{$",
    "several lines": "Первая\nВторая\r\n\tТретья\u2028Четвёртая",
    "right to left": "\u202eעברית العربية\u202c имя",
    "widest letter": "\ufdfd" * 30,
    "no glyphs at all": "诊所🦷",
    "markup": "<b>Клиника</b> & «Ко» {$plan}",
    "invisible": "\u200b\u00ad\u2060\x00",
}
"""What people may type as the name of anything."""

FORECASTS: dict[str, Forecast] = {
    "the article": forecast(ARTICLE),
    "nothing at all": forecast(clinic(1, 1, 0, 0)),
    "a single patient": forecast(clinic(1, 1, 1, 0)),
    "no growth": forecast(clinic(1850, 2000, 575, 462)),
    "a shrinking base": forecast(clinic(1000, 800, 200, 100)),
    "patients to spare": forecast(clinic(100, 200, 100, 45)),
    "wanted decline": forecast(ARTICLE, Scenario(growth=Fraction(-1, 10))),
    "dearer visits": forecast(ARTICLE, Scenario(growth=Fraction(0), average_check=Fraction(1, 20))),
    "a need below zero": forecast(clinic(100, 100, 0, 0, "-0.9")),
    "a hundred million": forecast(clinic(10**8, 10**8 + 7, 57_500_000, 20_000_001, "1")),
    "a hundred million to spare": forecast(clinic(10**8, 2 * 10**8, 10**8, 5 * 10**7 - 1)),
}


def bridge(
    name: str = "the article", language: str = "ru", subject: str | None = None, before: str | None = None
) -> BridgeChart:
    """The bridge of a named forecast, compared with another one if that is named too."""
    return BridgeChart(
        FORECASTS[name], 2027, language, subject, None if before is None else FORECASTS[before]
    )


def what_if(language: str, scenario: Scenario = AS_IT_IS) -> BridgeChart:
    """The article's clinic under a scenario, compared with what it is."""
    return BridgeChart(forecast(ARTICLE, scenario), 2027, language, before=FORECASTS["the article"])


def channels(
    plan: int,
    last_year: Sequence[int],
    language: str = "ru",
    *,
    names: Sequence[str] | None = None,
    conversion: Fraction = Fraction(1, 2),
) -> ChannelsChart:
    """Marketing channels with last year's patients of each; without `names` they are numbered."""
    named = names or [f"Канал {number}" for number in range(1, len(last_year) + 1)]
    marketing = [
        Channel(name=name, kind=ChannelKind.MARKETING, new_patients=count)
        for name, count in zip(named, last_year, strict=True)
    ]
    return ChannelsChart(channel_plan(plan, marketing, conversion=conversion), conversion, 2027, language)
