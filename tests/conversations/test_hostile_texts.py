"""Hostile texts through a whole conversation."""

import pytest
from hypothesis import given, settings

from tests.conversations.house import House, Person
from tests.locales.test_reading import TYPED
from tests.services.test_hostile_answers import is_possible


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_few_hundred_texts_through_a_conversation(house: House, language: str) -> None:
    person = Person(house, language, "Somebody")
    await person.has_answered("2000", "1850")
    await person.send("/plan")
    for text in _texts(150):
        person.chat.send_text(text)
    await house.settle()
    assert person.keyboards == 1
    async with person.workspace() as workspace:
        for name, answer in workspace.segments.whole_clinic().answers.items():
            assert is_possible(name, answer), (name, answer)


def _texts(count: int) -> list[str]:
    """The same hostile texts each time, none a command, none that Telegram would not send."""
    drawn: list[str] = []

    @settings(max_examples=count, deadline=None, database=None, derandomize=True)
    @given(TYPED)
    def draw(text: str) -> None:
        sent = "".join(letter for letter in text if not 0xD800 <= ord(letter) <= 0xDFFF).strip()
        if sent and not sent.startswith("/"):
            drawn.append(sent)

    draw()
    return drawn


@pytest.mark.parametrize(
    "text", ["<b>", "</b>", "<script>alert(1)</script>", "&lt;", "&", "<a href='tg://user?id=1'>"]
)
async def test_html_is_shown_as_it_was_typed(olga: Person, text: str) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan", f"10 {text} 20")
    assert "2 из 5" in olga.last
    assert not {"text_link", "text_mention"} & {entity["type"] for entity in olga.answers[-1]["entities"]}
