"""From /start to the plan and its picture, as an owner does it."""

from tests.conversations.conftest import Person

FIGURES = ("2000", "1850", "575", "60 млн", "462")


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def to_card(person: Person) -> None:
    await person.send("/start")
    await person.press("Начать")
    for figure in FIGURES:
        await person.send(figure)
    await person.press("3")
    await person.press("+20 %")


async def test_ten_taps_five_of_them_typed_numbers(olga: Person) -> None:
    await to_card(olga)
    await olga.press("Посчитать")
    assert olga.taps == 10
    result = plain(olga.texts[-2])
    assert result.startswith("План на 2027 год: 444 новых пациента, 1 480 лидов")
