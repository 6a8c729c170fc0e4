"""The texts as they are written: both languages say the same, and each says it as its readers write."""

import ast as python
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from locales.phrases import PhraseReason
from locales.reading import Ambiguous, ReadError, ReadingQuestion
from locales.texts import LANGUAGES, Texts

REPOSITORY = Path(__file__).parents[2]
TEXTS = Texts.load()
FILES = sorted((REPOSITORY / "locales").glob("*/*.ftl"))
CODE_ROOMS = (
    "bot.py",
    "composition.py",
    "settings.py",
    "handlers",
    "reports",
    "services",
    "wording",
    "charts",
    "spreadsheets",
    "workbooks",
    "files",
    "locales",
)
FORMS = {"ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}
LATIN_WORDS = frozenset(
    (
        "LTV",
        "LT",
        "NPS",
        "CSI",
        "CES",
        "CPL",
        "CAC",
        "CRM",
        "PDF",
        "PNG",
        "CSV",
        "Google",
        "Excel",
        "XLSX",
        "XLSB",
        "XLS",
        "HTML",
        "XML",
        "ODS",
        "ZIP",
        "OpenDocument",
        "BG",
        "MBG",
        "NBD",
        "Pareto",
        "Telegram",
        "English",
        "I",
        "II",
        "III",
        "IV",
    )
)
TELEGRAM_TAGS = frozenset(("b", "i", "u", "s", "code", "pre", "a", "blockquote"))


class Pieces(Visitor):
    """What a file is made of: its words with placeables left out, its plural choices, its functions."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.choices: list[set[str]] = []
        self.functions: list[str] = []

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
        self.words.append(node.value)

    def visit_StringLiteral(self, node: ast.StringLiteral) -> None:  # noqa: N802
        self.words.append(node.value)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        names = {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
        self.choices.append(names)
        self.generic_visit(node)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        self.functions.append(node.id.name)


@cache
def pieces(path: Path) -> Pieces:
    found = Pieces()
    found.visit(FluentParser(with_spans=False).parse(path.read_text(encoding="utf-8")))
    return found


def without_tags(text: str) -> str:
    return re.sub(r"</?[a-z][^>]*>|&\w+;", " ", text)


def language_of(path: Path) -> str:
    return path.parent.name


every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
russian_files = pytest.mark.parametrize(
    "path", [path for path in FILES if language_of(path) == "ru"], ids=lambda path: path.name
)


def test_both_languages_have_the_same_files() -> None:
    names = [{path.name for path in FILES if language_of(path) == language} for language in LANGUAGES]
    assert names[0] == names[1]


def test_both_languages_have_the_same_keys_with_the_same_arguments() -> None:
    russian, english = (
        {key: TEXTS.language(language).arguments(key) for key in TEXTS.language(language).keys}
        for language in LANGUAGES
    )
    assert russian == english


@every_file
def test_plurals_have_every_form_of_the_language(path: Path) -> None:
    for names in pieces(path).choices:
        if names & {"one", "few", "many"}:
            assert names == FORMS[language_of(path)]


@every_file
def test_numbers_are_never_written_by_fluent_functions(path: Path) -> None:
    assert pieces(path).functions == []


@russian_files
def test_russian_texts_have_no_stray_latin_letters(path: Path) -> None:
    for words in pieces(path).words:
        plain = re.sub(r"/[a-z]+|@\w+|https?://\S+", " ", without_tags(words))
        assert set(re.findall(r"[A-Za-z]+", plain)) <= LATIN_WORDS, words


@russian_files
def test_russian_texts_quote_with_guillemets(path: Path) -> None:
    for words in pieces(path).words:
        assert not set("\"'`„“”‘’") & set(without_tags(words)), words


@every_file
def test_dashes_minuses_and_ellipses_are_real_ones(path: Path) -> None:
    for words in pieces(path).words:
        assert not re.search(r"(^| )-( |\d)|--|\.\.\.", without_tags(words)), words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("argument", ["слово", 1, 2, 5, 1480])
def test_every_text_is_html_that_telegram_takes(language: str, argument: str | int) -> None:
    speak = TEXTS.language(language)
    for key in speak.keys:
        spoken = speak(key, **dict.fromkeys(speak.arguments(key), argument))
        assert spoken.strip(), key
        assert unbalanced(spoken) == [], key


def unbalanced(html: str) -> list[str]:
    """Tags that Telegram does not know, and those not closed in order."""
    checker = TagChecker()
    checker.feed(html)
    checker.close()
    return checker.wrong + checker.open


class TagChecker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        if tag not in TELEGRAM_TAGS:
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def test_pictures_have_no_markup_in_their_texts() -> None:
    for path in FILES:
        if path.name == "charts.ftl":
            assert not any(re.search(r"<|&\w+;", words) for words in pieces(path).words)


def test_every_reading_problem_has_a_text_and_nothing_else_has() -> None:
    expected = {ReadError(reason, "").key for reason in PhraseReason}
    expected |= {Ambiguous[int](question, ()).key for question in ReadingQuestion}
    for language in LANGUAGES:
        speak = TEXTS.language(language)
        assert {key for key in speak.keys if key.startswith("reading-")} == expected
        assert all(speak.arguments(key) <= {"found", "example"} for key in expected)


def code_files() -> Iterator[Path]:
    for room in CODE_ROOMS:
        path = REPOSITORY / room
        yield from [path] if path.is_file() else path.rglob("*.py")


def spoken_in_code() -> tuple[set[str], set[str]]:
    """Strings that stand in the code, and patterns of keys put together by f-strings."""
    literals: set[str] = set()
    patterns: set[str] = set()
    for path in code_files():
        for node in python.walk(python.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, python.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, python.JoinedStr):
                patterns.add(key_pattern(node))
    return literals, patterns


def key_pattern(node: python.JoinedStr) -> str:
    """«reading-[a-z0-9-]+» of `f"reading-{reason}"`."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, python.Constant) else "[a-z0-9_-]+"
        for part in node.values
    )


def spoken_in_texts() -> set[str]:
    references = re.compile(r"\{ *([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?) *\}")
    return {name for path in FILES for name in references.findall(path.read_text(encoding="utf-8"))}


def test_no_text_is_left_that_nobody_speaks() -> None:
    literals, patterns = spoken_in_code()
    named = literals | spoken_in_texts()
    built = [re.compile(pattern) for pattern in patterns if re.match(r"[a-z][a-z0-9_\\-]*[-.]", pattern)]
    attributes = literals | {pattern.rpartition(r"\.")[2] for pattern in patterns if r"\." in pattern}

    def is_spoken(key: str) -> bool:
        message, _, attribute = key.partition(".")
        if key in named or any(pattern.fullmatch(key) for pattern in built):
            return True
        return bool(attribute) and is_spoken(message) and attribute in attributes

    assert {key for key in TEXTS.language("ru").keys if not is_spoken(key)} == set()
