"""The Bot API's HTML and the entities Telegram finds by itself.

Expected values follow the Bot API documentation; the words of refusals are those of TDLib.
"""

import html

import pytest
from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration
from hypothesis import given
from hypothesis import strategies as st

from simulator.entities import Formatted, formatted, found_entities, parse_html, tidy, utf16_length
from simulator.refusal import JsonObject, RefusalError


def entity(kind: str, offset: int, length: int, **more: str) -> JsonObject:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("просто текст", "просто текст", []),
        ("<b>план</b>", "план", [entity("bold", 0, 4)]),
        ("<strong>a</strong><em>b</em>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<ins>a</ins><del>b</del>", "ab", [entity("underline", 0, 1), entity("strikethrough", 1, 1)]),
        ("<strike>a</strike><u>b</u>", "ab", [entity("strikethrough", 0, 1), entity("underline", 1, 1)]),
        ("<tg-spoiler>тайна</tg-spoiler>", "тайна", [entity("spoiler", 0, 5)]),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ("😀<i>я</i>", "😀я", [entity("italic", 2, 1)]),
        ("<b>ж<i>к</i></b>", "жк", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b><i>x</i></b>", "x", [entity("bold", 0, 1), entity("italic", 0, 1)]),
        ("<code>x=1</code>", "x=1", [entity("code", 0, 3)]),
        ("<pre>a\n b</pre>", "a\n b", [entity("pre", 0, 4)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
        ('<code class="language-python">x</code>', "x", [entity("code", 0, 1)]),
        ("<i class=x>a</i>", "a", [entity("italic", 0, 1)]),
        ("<b>жирная</b> t.me/x", "жирная t.me/x", [entity("bold", 0, 6), entity("url", 7, 6)]),
        ("<code><b>x</b></code>", "x", [entity("code", 0, 1)]),
        ("<blockquote>ц</blockquote>", "ц", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>ц</blockquote>", "ц", [entity("expandable_blockquote", 0, 1)]),
        (
            "<blockquote><b>ц</b></blockquote>",
            "ц",
            [entity("blockquote", 0, 1), entity("bold", 0, 1)],
        ),
        ('<a href="https://t.me">т</a>', "т", [entity("text_link", 0, 1, url="https://t.me")]),
        (
            "<a href='https://a.ru/?x=1&amp;y=2'>т</a>",
            "т",
            [entity("text_link", 0, 1, url="https://a.ru/?x=1&y=2")],
        ),
        ('<a href="не адрес">т</a>', "т", []),
        (
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
        ("&#60;&#x3E;&#128512;", "<>😀", []),
        ("&nbsp;&apos; & &#0;", "&nbsp;&apos; & &#0;", []),
        ("  \n<b>x</b> \n", "x", [entity("bold", 0, 1)]),
        ("<b> x</b>", " x", [entity("bold", 0, 2)]),
        ("a<b></b>", "a", []),
        ("a<b> </b>", "a", []),
        ("<B>x</b>", "x", [entity("bold", 0, 1)]),
    ],
)
def test_html_gives_text_and_entities(source: str, text: str, entities: list[JsonObject]) -> None:
    assert formatted(source, "HTML", None) == Formatted(text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("я<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", "Unclosed start tag at byte offset 0"),
        ("<a href=x", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b x", 'Unclosed start tag "b" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<a ='x'>z</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "Blockquotes can't be nested at byte offset 13",
        ),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("MarkdownV2", "the simulator reads parse_mode HTML only"), ("BBCode", "unsupported parse_mode")],
)
def test_other_modes_are_refused(mode: str, reason: str) -> None:
    with pytest.raises(RefusalError, match=reason):
        formatted("x", mode, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [entity("bot_command", 0, 6)]),
        ("😀 /help@clinic_pulse_bot да", [entity("bot_command", 3, 22)]),
        ("и/или 1/2 </b", []),
        ("сайт https://t.me/bot?start=1.", [entity("url", 5, 24)]),
        ("t.me/bot", [entity("url", 0, 8)]),
        ("план 23.4 и 60.000", []),
        ("пишите a.b@clinic.ru", [entity("email", 7, 13)]),
        ("@clinic_pulse_bot и @я", [entity("mention", 0, 17)]),
        ("#план2027 #2027", [entity("hashtag", 0, 9)]),
    ],
)
def test_telegram_finds_these_by_itself(text: str, found: list[JsonObject]) -> None:
    assert found_entities(text, []) == found


def test_nothing_is_found_inside_of_code_and_links() -> None:
    text = formatted('<code>/start</code> <a href="https://a.ru">t.me</a>', "HTML", None)
    assert [found["type"] for found in text.entities] == ["code", "text_link"]


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("я", 1), ("😀", 2), ("🇷🇺", 4)])
def test_utf16_length(text: str, units: int) -> None:
    assert utf16_length(text) == units


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == Formatted(text, [])


_WORDS = st.text(st.sampled_from("aя😀 <&>"), min_size=1, max_size=6).filter(lambda text: bool(text.strip()))
_INLINE = st.sampled_from(["bold", "italic", "underline", "strikethrough", "spoiler"])


@st.composite
def formatted_texts(draw: st.DrawFn) -> Formatted:
    """Words in a row, some inside of one or two different entities of the same extent."""
    text, entities = "x", []
    for _ in range(draw(st.integers(1, 5))):
        word = draw(_WORDS)
        kinds = draw(st.lists(_INLINE, max_size=2, unique=True))
        entities += [entity(kind, utf16_length(text), utf16_length(word)) for kind in kinds]
        text += word
    return Formatted(text + "x", entities)


@given(formatted_texts())
def test_aiograms_html_comes_back_as_the_same_entities(source: Formatted) -> None:
    markup = html_decoration.unparse(source.text, [MessageEntity(**fields) for fields in source.entities])
    parsed = parse_html(markup)
    assert parsed.text == source.text
    assert _places(parsed.entities) == _places(source.entities)


@given(formatted_texts())
def test_tidying_twice_changes_nothing_more(source: Formatted) -> None:
    once = tidy(*source)
    assert tidy(*once) == once


@given(st.text(st.sampled_from("<b>/i &;#x1'\"=a \n😀"), max_size=30))
def test_any_text_is_parsed_or_refused(source: str) -> None:
    try:
        parsed = parse_html(source)
    except RefusalError as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017
    else:
        assert all(e["offset"] + e["length"] <= utf16_length(parsed.text) for e in parsed.entities)


def _places(entities: list[JsonObject]) -> list[tuple[int, int, str]]:
    return sorted((fields["offset"], fields["length"], fields["type"]) for fields in entities)
