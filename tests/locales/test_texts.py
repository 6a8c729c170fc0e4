"""The text engine on small texts written for these tests."""

from pathlib import Path

import pytest
from markupsafe import Markup

from locales.texts import TextError, Texts, pick_language

RUSSIAN = """\
-brand = Пульс клиники
hello = Здравствуйте, { $name }!
    .button = Начать, { $name }
about = { -brand }: { hello }
patients = { $n ->
    [one] { $n } пациент
    [few] { $n } пациента
    [many] { $n } пациентов
   *[other] { $n } пациента
 }
kind = { $kind ->
    [natural] сами
   *[marketing] { $channel }
 }
bold = <b>{ $text }</b>
menu =
    .start = Начать
"""
ENGLISH = "hello = Hello\npatients = { $n ->\n    [one] { $n } patient\n   *[other] { $n } patients\n }\n"


def load(folder: Path, russian: str = RUSSIAN, **more: str) -> Texts:
    for language in ("ru", "en"):
        (folder / language).mkdir()
    (folder / "ru" / "main.ftl").write_text(russian, encoding="utf-8")
    (folder / "en" / "main.ftl").write_text(ENGLISH, encoding="utf-8")
    for name, content in more.items():
        (folder / "ru" / f"{name}.ftl").write_text(content, encoding="utf-8")
    return Texts.load(folder)


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    return load(tmp_path)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "0 пациентов"),
        (1, "1 пациент"),
        (2, "2 пациента"),
        (5, "5 пациентов"),
        (11, "11 пациентов"),
        (21, "21 пациент"),
        (112, "112 пациентов"),
        (1480, "1\u202f480 пациентов"),
        (1_000_001, "1\u202f000\u202f001 пациент"),
    ],
)
def test_russian_plurals(texts: Texts, n: int, expected: str) -> None:
    assert texts.language("ru")("patients", n=n) == expected


def test_english_plurals(texts: Texts) -> None:
    speak = texts.language("en")
    assert [speak("patients", n=n) for n in (1, 2, 2000)] == ["1 patient", "2 patients", "2,000 patients"]


def test_attributes_terms_and_references_are_spoken(texts: Texts) -> None:
    speak = texts.language("ru")
    assert speak("hello.button", name="Анна") == "Начать, Анна"
    assert speak("about", name="Анна") == "Пульс клиники: Здравствуйте, Анна!"


def test_what_an_owner_typed_is_escaped_in_messages_and_not_on_buttons(texts: Texts) -> None:
    speak = texts.language("ru")
    assert speak("bold", text="<a href='x'> & «я»") == "<b>&lt;a href=&#39;x&#39;&gt; &amp; «я»</b>"
    assert speak.plain("hello", name="<b>Анна & Ко</b>") == "Здравствуйте, <b>Анна & Ко</b>!"


def test_spoken_texts_are_markup_and_nest_without_a_second_escape(texts: Texts) -> None:
    speak = texts.language("ru")
    inner = speak("hello", name="A & B")
    assert isinstance(inner, Markup)
    assert speak("bold", text=inner) == "<b>Здравствуйте, A &amp; B!</b>"
    assert speak("bold", text=Markup("\n").join([inner, "<"])) == "<b>Здравствуйте, A &amp; B!\n&lt;</b>"


def test_markup_in_a_plain_place_is_refused(texts: Texts) -> None:
    with pytest.raises(TypeError, match="name"):
        texts.language("ru").plain("hello", name=Markup("<b>x</b>"))


def test_an_argument_is_chosen_by_its_words(texts: Texts) -> None:
    speak = texts.language("ru")
    assert speak("kind", kind="natural", channel="Вывеска") == "сами"
    assert speak("kind", kind="marketing", channel="Вывеска") == "Вывеска"


def test_a_missing_text_raises(texts: Texts) -> None:
    with pytest.raises(TextError, match="ru: no text goodbye"):
        texts.language("ru")("goodbye")
    with pytest.raises(TextError, match=r"ru: no text hello\.title"):
        texts.language("ru")("hello.title")


@pytest.mark.parametrize("key", ["hello", "hello.button", "about"])
def test_a_missing_argument_raises(texts: Texts, key: str) -> None:
    with pytest.raises(TextError, match="needs name"):
        texts.language("ru")(key)


def test_an_argument_of_a_variant_not_chosen_is_needed_too(texts: Texts) -> None:
    with pytest.raises(TextError, match="needs channel"):
        texts.language("ru")("kind", kind="natural")


def test_only_words_and_whole_numbers_are_spoken(texts: Texts) -> None:
    speak = texts.language("ru")
    for wrong in (0.5, None, True):
        with pytest.raises(TypeError, match="write the number first"):
            speak("hello", name=wrong)  # type: ignore[arg-type]


def test_long_lists_numbers_and_braces_pass_through(texts: Texts) -> None:
    long = "я" * 4000
    assert texts.language("ru")("bold", text=long) == f"<b>{long}</b>"
    assert texts.language("ru").plain("patients", n=5000) == "5\u202f000 пациентов"
    assert texts.language("ru")("hello", name="{$x} { -brand }") == "Здравствуйте, {$x} { -brand }!"


def test_a_text_longer_than_fluent_can_nest_raises(texts: Texts) -> None:
    with pytest.raises(TextError, match="about: Too many characters"):
        texts.language("ru")("about", name="я" * 4000)


def test_nothing_invisible_is_added(texts: Texts) -> None:
    spoken = texts.language("ru")("about", name="Анна")
    assert not {"\u2068", "\u2069"} & set(spoken)


def test_keys_and_arguments_can_be_listed(texts: Texts) -> None:
    speak = texts.language("ru")
    assert speak.keys == {"hello", "hello.button", "about", "patients", "kind", "bold", "menu.start"}
    assert speak.arguments("kind") == {"kind", "channel"}


@pytest.mark.parametrize(
    ("russian", "more", "complaint"),
    [
        ("hello = {", {}, "not Fluent"),
        ("a = 1", {"other": "a = 2"}, "a is written twice"),
        ("a = { b }", {}, "a refers to b"),
        ("a = { -b }", {}, "a refers to -b"),
        ("a = { b }\nb = { a }", {}, "refers to itself"),
    ],
)
def test_a_wrong_file_is_found_when_its_texts_are_asked_for(
    tmp_path: Path, russian: str, more: dict[str, str], complaint: str
) -> None:
    with pytest.raises(TextError, match=complaint):
        every_argument(load(tmp_path, russian, **more))


@pytest.mark.parametrize(
    ("russian", "more", "complaint"),
    [
        ("a = 1", {"other": "a = 2"}, "a is written twice"),
        ("a = 1\nb is two", {}, "not Fluent: b is two"),
        ("# of nobody\n    indented", {}, "not Fluent: indented"),
    ],
)
def test_lines_that_are_nobodys_stop_the_start(
    tmp_path: Path, russian: str, more: dict[str, str], complaint: str
) -> None:
    with pytest.raises(TextError, match=complaint):
        load(tmp_path, russian, **more)


def test_a_text_reads_the_same_whichever_is_asked_for_first(tmp_path: Path) -> None:
    long = "a = { b } { -brand }\n\n    ещё\n# о чём\n"
    russian = f"{long}b = {{ $n ->\n    [one] раз\n   *[other] много\n}}\n-brand = Пульс"
    speak = load(tmp_path, russian).language("ru")
    assert speak.plain("a", n=1) == "раз Пульс\n\nещё"
    assert speak.plain("b", n=5) == "много"


def every_argument(texts: Texts) -> None:
    """Read all there is, as a test of the real texts does."""
    speak = texts.language("ru")
    for key in speak.keys:
        speak.arguments(key)


def test_a_function_fluent_does_not_know_raises(tmp_path: Path) -> None:
    speak = load(tmp_path, "a = { SHOUT($name) }").language("ru")
    with pytest.raises(TextError, match="SHOUT"):
        speak("a", name="x")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("uk", "ru"),
        ("be", "ru"),
        ("kk", "ru"),
        ("uz", "ru"),
        ("hy_AM", "ru"),
        ("KA", "ru"),
        (None, "ru"),
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "en"),
        ("pt-br", "en"),
        ("zh-hans", "en"),
        ("", "en"),
    ],
)
def test_language_of_a_telegram_client(code: str | None, expected: str) -> None:
    assert pick_language(code) == expected
