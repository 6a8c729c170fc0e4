"""From /start to the plan and its picture, as an owner does it."""

from tests.conversations.house import Person

FIGURES = ("2000", "1850", "575", "60 млн", "462")


async def to_card(person: Person) -> None:
    await person.send("/start")
    await person.press(person.words("start.begin"))
    await person.send(*FIGURES)
    await person.press("3", "+20")


async def test_ten_taps_five_of_them_typed_numbers(owner: Person) -> None:
    await to_card(owner)
    await owner.press(owner.words("card-calculate"))
    assert owner.taps == 10
    assert owner.pictures == 1
