"""Long texts: every part fits, nothing read is lost, formatting stays whole."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import MessageEntity, ReplyKeyboardRemove
from hypothesis import given
from hypothesis import strategies as st

from handlers.transport.text_limits import LongTexts, split_html, split_text
from tests.examples import examples
from tests.handlers.transport.rushing_clock import RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, ScriptedSession


class _Reader(HTMLParser):
    """Reads HTML as Telegram does, with the standard library's parser instead of the one under test."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.formatted: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        self.formatted += [(character, tuple(self.open)) for character in data]


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("short", 10, ["short"]),
        ("0123456789", 10, ["0123456789"]),
        ("One two.\n\nThree four.", 12, ["One two.", "Three four."]),
        ("One two\nthree four", 12, ["One two", "three four"]),
        ("One two. Three four", 14, ["One two.", "Three four"]),
        ("«One two.» Three", 12, ["«One two.»", "Three"]),
        ("One two three", 9, ["One two", "three"]),
        ("01234567890123", 10, ["0123456789", "0123"]),
        # A sentence in the second half is better than a paragraph that ends at once.
        ("A\n\nbbb ccc. ddd eee fff", 16, ["A\n\nbbb ccc.", "ddd eee fff"]),
        # Two units each: two fit into five.
        ("😀😀😀", 5, ["😀😀", "😀"]),
        # A family of three is one character of eight units, a flagged thumb one of four.
        ("ab👨‍👩‍👦", 9, ["ab", "👨‍👩‍👦"]),
        ("ab👍🏽", 4, ["ab", "👍🏽"]),
    ],
)
def test_plain_text_is_cut_at_the_best_place_that_fits(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


@pytest.mark.parametrize(
    ("html", "limit", "parts"),
    [
        ("<b>One two. Three</b>", 10, ["<b>One two.</b>", "<b>Three</b>"]),
        (
            '<a href="https://e.org/?a=1&amp;b=2"><i>One two</i> three</a>',
            8,
            [
                '<a href="https://e.org/?a=1&amp;b=2"><i>One two</i></a>',
                '<a href="https://e.org/?a=1&amp;b=2">three</a>',
            ],
        ),
        ("<blockquote expandable>One\ntwo</blockquote>", 5, [
            "<blockquote expandable>One</blockquote>", "<blockquote expandable>two</blockquote>",
        ]),
        ("a &lt; b &amp; c", 5, ["a &lt; b", "&amp; c"]),
        ("&lt;&lt;&lt;", 2, ["&lt;&lt;", "&lt;"]),
        ("<b>One</b> <i>two</i>", 4, ["<b>One</b>", "<i>two</i>"]),
        ('<b>1 < 2</b> "q"', 5, ["<b>1 < 2</b>", '"q"']),
    ],
)  # fmt: skip
def test_tags_are_closed_at_a_cut_and_opened_again(html: str, limit: int, parts: list[str]) -> None:
    assert split_html(html, limit) == parts


def test_a_text_of_exactly_the_limit_is_one_part_whatever_its_tags_and_references_weigh() -> None:
    html = "<b>" + "&amp;" * 4096 + "</b>"
    assert split_html(html) == [html]
    assert [units(read(part).text) for part in split_html(html + "!")] == [4096, 1]


_WORDS = st.text(st.sampled_from("abё .!?…\n»)<&>\"'😀👍🏽\u0301"), max_size=30)


_TAGS = ("b", "i", "code", 'a href="https://e.org/?a&amp;b>c"')


@st.composite
def _formatted(draw: st.DrawFn) -> str:
    pieces: list[str] = []
    for _ in range(draw(st.integers(0, 6))):
        tags = draw(
            st.lists(st.sampled_from(("b", "i", "code", 'a href="https://e.org/?a&amp;b>c"')), max_size=3)
        )
        words = draw(_WORDS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        pieces += [f"<{tag}>" for tag in tags] + [words] + [f"</{tag.split()[0]}>" for tag in reversed(tags)]
    return "".join(pieces)


@examples(300)
@given(_formatted(), st.integers(2, 40))
def test_every_part_fits_and_nothing_readable_or_its_formatting_is_lost(html: str, limit: int) -> None:
    parts = [read(part) for part in split_html(html, limit)]
    assert all(0 < units(part.text) <= limit for part in parts)
    assert all(part.text == part.text.strip() for part in parts)
    whole = [pair for pair in read(html).formatted if not pair[0].isspace()]
    assert [pair for part in parts for pair in part.formatted if not pair[0].isspace()] == whole


@examples(200)
@given(_WORDS, st.integers(2, 40))
def test_plain_parts_fit_and_keep_every_character(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert without_blanks("".join(parts)) == without_blanks(text)


async def _sent(message: SendMessage) -> list[dict[str, object]]:
    """What reaches Telegram when `message` is sent by a bot that writes HTML."""
    session = ScriptedSession(RushingClock(), lambda _: True)
    session.middleware(LongTexts())
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    await bot(message)
    return [_seen(method) for _, method in session.calls]


def _seen(message: TelegramMethod[Any]) -> dict[str, object]:
    return message.model_dump(exclude_none=True, include={"text", "reply_markup"})


KEYBOARD = ReplyKeyboardRemove()


async def test_a_long_message_leaves_in_parts_with_the_keyboard_under_the_last() -> None:
    text = "<b>" + "x" * 4000 + "\n\n" + "y" * 4000 + "</b>"
    assert await _sent(SendMessage(chat_id=1, text=text, reply_markup=KEYBOARD)) == [
        {"text": "<b>" + "x" * 4000 + "</b>"},
        {"text": "<b>" + "y" * 4000 + "</b>", "reply_markup": {"remove_keyboard": True}},
    ]


async def test_a_message_without_formatting_is_split_as_it_reads() -> None:
    text = "<" * 4000 + " " + ">" * 4000
    sent = await _sent(SendMessage(chat_id=1, text=text, parse_mode=None))
    assert [part["text"] for part in sent] == ["<" * 4000, ">" * 4000]


@pytest.mark.parametrize(
    "message",
    [
        SendMessage(chat_id=1, text="  short  "),
        SendMessage(chat_id=1, text="<b>" + "&amp;" * 4096 + "</b>", reply_markup=KEYBOARD),
        SendMessage(chat_id=1, text=" " * 5000),
        SendMessage(chat_id=1, text="x" * 5000, entities=[MessageEntity(type="bold", offset=0, length=5)]),
    ],
    ids=["short", "exactly the limit", "blank", "own entities"],
)
async def test_every_other_message_leaves_as_it_is(message: SendMessage) -> None:
    assert await _sent(message) == [_seen(message)]
