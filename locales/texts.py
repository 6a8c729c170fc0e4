"""Texts for people: Fluent files of two languages, spoken by key and arguments.

A missing text, a missing argument or any other mistake in a text raises at once, so that no person
ever reads a raw key or `{$name}`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentType
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from markupsafe import Markup, escape

from locales.writing import grouped

_BEGINNING: Final = re.compile(r"(-?[a-zA-Z][\w-]*)\s*=", re.ASCII)
"""Of a message or a term, at the start of a line."""
LANGUAGES: Final = ("ru", "en")
RUSSIAN_READERS: Final = frozenset(
    ("ru", "be", "uk", "kk", "ky", "uz", "tg", "tk", "hy", "az", "ka", "tt", "ba", "cv")
)
"""Languages of Telegram clients whose readers more often read Russian than English."""

Argument = str | int
"""What a text may be given: `Markup` as it is, `str` escaped, `int` as a plural number, written grouped."""


class TextError(LookupError):
    """A text that cannot be spoken: no such key, an argument not given, a mistake in the Fluent file."""


def pick_language(code: str | None) -> str:
    """The bot's language for an IETF code as Telegram sends it («uk», «pt-br»); Russian when unknown."""
    if code is None:
        return "ru"
    return "ru" if code.lower().replace("_", "-").split("-")[0] in RUSSIAN_READERS else "en"


class Speaker:
    """Speaks the texts of one language.

    `speak("key", name=…)` is HTML for a message: plain `str` arguments are escaped, `Markup` is not.
    `speak.plain("key", name=…)` is for buttons, pictures and the console: nothing is escaped.
    Attributes of a text are spoken by «key.attribute». Arguments a text does not use are allowed.
    """

    def __init__(self, book: "_Book") -> None:
        self.language = book.language
        self._book = book
        self._constant: dict[str, str] = {}

    def __call__(self, key: str, /, **args: Argument) -> Markup:
        """The text as HTML. Raises TextError for what cannot be spoken, TypeError for a wrong argument."""
        return Markup(self._spoken(key, {name: self._escaped(value) for name, value in args.items()}))  # noqa: S704

    def plain(self, key: str, /, **args: Argument) -> str:
        """The text as it is read, with nothing escaped. Raises TypeError for an argument with markup too."""
        return self._spoken(key, {name: self._unmarked(name, value) for name, value in args.items()})

    @property
    def keys(self) -> frozenset[str]:
        """Every key, attributes included («question.button»). Raises TextError for what is not Fluent."""
        return self._book.keys()

    def arguments(self, key: str) -> frozenset[str]:
        """The names of all arguments a text needs. Raises TextError if there is no such text."""
        return self._sentence(key).arguments

    def _spoken(self, key: str, args: dict[str, FluentType]) -> str:
        sentence = self._sentence(key)
        if sentence.arguments:
            return self._resolved(key, sentence, args)
        if key not in self._constant:
            self._constant[key] = self._resolved(key, sentence, {})
        return self._constant[key]

    def _resolved(self, key: str, sentence: "_Sentence", args: dict[str, FluentType]) -> str:
        missing = sentence.arguments - args.keys()
        if missing:
            raise TextError(f"{self.language}: {key} needs {', '.join(sorted(missing))}")
        errors: list[Exception] = []
        env = ResolverEnvironment(
            context=self._book.bundle, current=CurrentEnvironment(args=args), errors=errors
        )
        try:
            spoken = sentence.pattern(env)
        except ValueError as error:
            raise TextError(f"{self.language}: {key}: {error}") from error
        if errors:
            raise TextError(f"{self.language}: {key}: {errors[0]}") from errors[0]
        return str(spoken)

    def _sentence(self, key: str) -> "_Sentence":
        try:
            return self._book.sentence(key)
        except KeyError:
            raise TextError(f"{self.language}: no text {key}") from None

    def _escaped(self, value: Argument) -> FluentType:
        if isinstance(value, str):
            return _Words(escape(value))
        return self._number(value)

    def _unmarked(self, name: str, value: Argument) -> FluentType:
        if isinstance(value, Markup):
            raise TypeError(f"${name} has markup where nothing is marked up")
        if isinstance(value, str):
            return _Words(value)
        return self._number(value)

    def _number(self, value: int) -> FluentType:
        if type(value) is not int:
            raise TypeError(f"a text takes str and int, not {type(value).__name__}: write the number first")
        number = _Number(value)
        number.language = self.language
        return number


class Texts:
    """All texts of all languages."""

    def __init__(self, speakers: Mapping[str, Speaker]) -> None:
        self._speakers = speakers

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> "Texts":
        """Find the texts of `folder/ru/*.ftl` and `folder/en/*.ftl`; each is understood when it is spoken.

        Raises TextError for lines that belong to no text, and for a text written twice.
        """
        return cls({language: Speaker(_Book(language, folder / language)) for language in LANGUAGES})

    def language(self, language: str) -> Speaker:
        """The speaker of one of LANGUAGES. Raises KeyError for any other."""
        return self._speakers[language]


@dataclass(frozen=True, slots=True)
class _Sentence:
    pattern: Any
    arguments: frozenset[str]


class _Words(FluentType, str):
    """Words of any length: Fluent itself refuses a plain `str` over 2500 characters."""

    def format(self, locale: object) -> str:  # type: ignore[override]  # noqa: ARG002
        return self


class _Number(FluentType, int):
    """A number that chooses a plural form and is written as people of its language do."""

    language: str

    def format(self, locale: object) -> str:  # noqa: ARG002
        return grouped(int(self), self.language)


class _Book:
    """The texts of a language, each parsed when it is first wanted: all of them take a third of a second."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self.bundle = FluentBundle([language], use_isolating=False)
        self._parser = FluentParser(with_spans=False)
        self._unread = _sources(folder)
        self._patterns: dict[str, ast.Pattern] = {}
        self._sentences: dict[str, _Sentence] = {}

    def keys(self) -> frozenset[str]:
        """Every key, without those of terms. Raises TextError for what is not Fluent."""
        for name in list(self._unread):
            self._read(name)
        return frozenset(key for key in self._patterns if not key.startswith("-"))

    def sentence(self, key: str) -> _Sentence:
        """A text ready to be spoken. Raises KeyError if there is none, TextError if it is not right."""
        if key not in self._sentences:
            pattern = None if key.startswith("-") else self._pattern(key)
            if pattern is None:
                raise KeyError(key)
            needed = frozenset(self._needed(key, pattern, ()))
            message, _, attribute = key.partition(".")
            compiled = self.bundle.get_message(message)
            ready = compiled.attributes[attribute] if attribute else compiled.value
            self._sentences[key] = _Sentence(ready, needed)
        return self._sentences[key]

    def _pattern(self, key: str) -> ast.Pattern | None:
        name = key.partition(".")[0]
        if name in self._unread:
            self._read(name)
        return self._patterns.get(key)

    def _read(self, name: str) -> None:
        source = self._unread.pop(name)
        entry = self._parser.parse_entry(source)
        if not isinstance(entry, ast.Message | ast.Term):
            raise TextError(f"{self.language}: {name}: not Fluent: {source.strip()[:80]}")
        self.bundle.add_resource(ast.Resource([entry]))
        self._patterns.update(_patterns(name, entry))

    def _needed(self, key: str, pattern: ast.Pattern, way: tuple[str, ...]) -> set[str]:
        """Arguments of a text and of every text it refers to."""
        if key in way:
            raise TextError(f"{key} refers to itself")
        mentions = _Mentions()
        mentions.visit(pattern)
        needed = set(mentions.variables)
        for reference in mentions.references:
            referred = self._pattern(reference)
            if referred is None:
                raise TextError(f"{key} refers to {reference}, which is not there")
            inner = self._needed(reference, referred, (*way, key))
            if not reference.startswith("-"):
                needed |= inner
        return needed


def _sources(folder: Path) -> dict[str, str]:
    """The source of every message and term by its name: its line, and what follows it indented."""
    sources: dict[str, str] = {}
    for path in sorted(folder.glob("*.ftl")):
        name = None
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if begins := _BEGINNING.match(line):
                name = begins[1]
                if name in sources:
                    raise TextError(f"{path}: {name} is written twice")
                sources[name] = line
            elif line.startswith("#"):
                name = None
            elif name is not None and (line[0] in " }" or not line.strip()):
                sources[name] += line
            elif line.strip():
                raise TextError(f"{path}: not Fluent: {line.strip()[:80]}")
    return sources


def _patterns(name: str, entry: ast.Message | ast.Term) -> Iterator[tuple[str, ast.Pattern]]:
    if entry.value is not None:
        yield name, entry.value
    for attribute in entry.attributes:
        yield f"{name}.{attribute.id.name}", attribute.value


class _Mentions(Visitor):
    """What a pattern mentions: variables and other texts."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.references.add(_reference(node.id.name, node.attribute))

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.references.add(_reference(f"-{node.id.name}", node.attribute))
        self.generic_visit(node)


def _reference(name: str, attribute: ast.Identifier | None) -> str:
    return name if attribute is None else f"{name}.{attribute.name}"
