"""Texts for people: Fluent files of two languages, spoken by key and arguments.

A missing text, a missing argument or any other mistake in a text raises at once, so that no person
ever reads a raw key or `{$name}`.
"""

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

    def __init__(self, language: str, sentences: Mapping[str, "_Sentence"], bundle: FluentBundle) -> None:
        self.language = language
        self._sentences = sentences
        self._bundle = bundle
        self._constant: dict[str, str] = {}

    def __call__(self, key: str, /, **args: Argument) -> Markup:
        """The text as HTML. Raises TextError for what cannot be spoken, TypeError for a wrong argument."""
        return Markup(self._spoken(key, {name: self._escaped(value) for name, value in args.items()}))  # noqa: S704

    def plain(self, key: str, /, **args: Argument) -> str:
        """The text as it is read, with nothing escaped. Raises TypeError for an argument with markup too."""
        return self._spoken(key, {name: self._unmarked(name, value) for name, value in args.items()})

    @property
    def keys(self) -> frozenset[str]:
        """Every key, attributes included («question.button»)."""
        return frozenset(self._sentences)

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
        env = ResolverEnvironment(context=self._bundle, current=CurrentEnvironment(args=args), errors=errors)
        try:
            spoken = sentence.pattern(env)
        except ValueError as error:
            raise TextError(f"{self.language}: {key}: {error}") from error
        if errors:
            raise TextError(f"{self.language}: {key}: {errors[0]}") from errors[0]
        return str(spoken)

    def _sentence(self, key: str) -> "_Sentence":
        try:
            return self._sentences[key]
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
        """Read `folder/ru/*.ftl` and `folder/en/*.ftl`. Raises TextError for a file that is not right."""
        return cls({language: _speaker(language, folder / language) for language in LANGUAGES})

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


def _speaker(language: str, folder: Path) -> Speaker:
    entries = _entries(folder)
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(ast.Resource(list(entries.values())))
    return Speaker(language, _sentences(entries, bundle), bundle)


def _entries(folder: Path) -> dict[str, ast.Message | ast.Term]:
    parser = FluentParser(with_spans=False)
    entries: dict[str, ast.Message | ast.Term] = {}
    for path in sorted(folder.glob("*.ftl")):
        for entry in parser.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                raise TextError(f"{path}: not Fluent: {(entry.content or '').strip()[:80]}")
            if isinstance(entry, ast.Message | ast.Term):
                name = _name(entry)
                if name in entries:
                    raise TextError(f"{path}: {name} is written twice")
                entries[name] = entry
    return entries


def _name(entry: ast.Message | ast.Term) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name


def _sentences(entries: Mapping[str, ast.Message | ast.Term], bundle: FluentBundle) -> dict[str, _Sentence]:
    patterns = dict(_patterns(entries))
    sentences = {}
    for key, pattern in patterns.items():
        if key.startswith("-"):
            continue
        message, _, attribute = key.partition(".")
        compiled = bundle.get_message(message)
        ready = compiled.attributes[attribute] if attribute else compiled.value
        sentences[key] = _Sentence(ready, frozenset(_needed(key, pattern, patterns, ())))
    return sentences


def _patterns(entries: Mapping[str, ast.Message | ast.Term]) -> Iterator[tuple[str, ast.Pattern]]:
    for name, entry in entries.items():
        if entry.value is not None:
            yield name, entry.value
        for attribute in entry.attributes:
            yield f"{name}.{attribute.id.name}", attribute.value


def _needed(
    key: str, pattern: ast.Pattern, patterns: Mapping[str, ast.Pattern], way: tuple[str, ...]
) -> set[str]:
    """Arguments of a text and of every text it refers to."""
    if key in way:
        raise TextError(f"{key} refers to itself")
    mentions = _Mentions()
    mentions.visit(pattern)
    needed = set(mentions.variables)
    for reference in mentions.references:
        if reference not in patterns:
            raise TextError(f"{key} refers to {reference}, which is not there")
        inner = _needed(reference, patterns[reference], patterns, (*way, key))
        if not reference.startswith("-"):
            needed |= inner
    return needed


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
