"""What is said, without a messenger: marks read once, and each way to show them."""

import pytest
from markupsafe import Markup

from handlers.chat_text import in_chat
from locales.texts import LANGUAGES, Texts
from wording.lines import (
    BLANK,
    Fold,
    Headline,
    Mark,
    Run,
    TableRow,
    TextLine,
    TextTable,
    marked,
    plain,
    words,
)

HOSTILE = "Клиника <b>\"Ромашка\"</b> & 'Ко' 5 < 6"


def said(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - as a Speaker says it


def test_marks_and_escaped_words_are_read_into_runs() -> None:
    line = marked(Markup("План: <b>528 &lt;из <i>600</i></b> &amp; всё"))
    assert line.runs == (
        Run("План: "),
        Run("528 <из ", (Mark.BOLD,)),
        Run("600", (Mark.BOLD, Mark.ITALIC)),
        Run(" & всё"),
    )
    assert line.text == "План: 528 <из 600 & всё"


def test_the_chat_gets_the_very_markup_it_was_said_in() -> None:
    for text in ("a", "<b>a</b>", "x <b>a <i>b</i> c</b> y", "<i>&lt;b&gt;</i>", "a\nb", ""):
        assert in_chat((marked(said(text)),)) == text


@pytest.mark.parametrize(
    "text", ["<b>a", "a</b>", "<b>a</i>", "<u>a</u>", "<b><i>a</b></i>", "5 < 6", "<!-- a -->"]
)
def test_what_is_no_mark_is_refused_rather_than_dropped(text: str) -> None:
    with pytest.raises(ValueError, match=r"mark|left open"):
        marked(said(text))


def test_words_are_escaped_once_for_the_chat_and_never_for_the_console() -> None:
    said = (Headline(plain(HOSTILE)), BLANK, Fold((plain("a & b"),)))
    assert words(said) == f"{HOSTILE}\n\na & b"
    assert in_chat(said) == (
        "Клиника &lt;b&gt;&#34;Ромашка&#34;&lt;/b&gt; &amp; &#39;Ко&#39; 5 &lt; 6\n\n"
        "<blockquote expandable>a &amp; b</blockquote>"
    )


def test_a_table_stands_in_a_chat_as_its_sentences() -> None:
    row = TableRow(("Сайт", "12"), TextLine((Run("Сайт: "), Run("12", (Mark.BOLD,)))))
    table = TextTable(("Канал", "Пациентов"), (row, row))
    assert in_chat((table,)) == "Сайт: <b>12</b>\nСайт: <b>12</b>"
    assert words((Fold((table,)),)) == "Сайт: 12\nСайт: 12"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_only_marks_that_can_be_shown_anywhere(language: str) -> None:
    speak = Texts.load().language(language)
    for key in sorted(speak.keys):
        marked(speak(key, **dict.fromkeys(speak.arguments(key), "1")))
