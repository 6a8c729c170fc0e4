"""Formatting of texts: HTML as the Bot API reads it, and the entities Telegram finds by itself.

Offsets and lengths count UTF-16 code units, as everywhere in the Bot API.
Source of the rules: https://core.telegram.org/bots/api#html-style and TDLib's parser (MessageEntity.cpp).
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from simulator.refusal import JsonObject, RefusalError, bad_request

TAGS = {
    "a": "text_link",
    "b": "bold",
    "blockquote": "blockquote",
    "code": "code",
    "del": "strikethrough",
    "em": "italic",
    "i": "italic",
    "ins": "underline",
    "pre": "pre",
    "s": "strikethrough",
    "span": "spoiler",
    "strike": "strikethrough",
    "strong": "bold",
    "tg-emoji": "custom_emoji",
    "tg-spoiler": "spoiler",
    "u": "underline",
}
"""HTML tags and the kinds of entity they make."""

_NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_VERBATIM = frozenset({"code", "pre"})
_CLOSED = _VERBATIM | {"text_link", "text_mention"}
_FOUND_KINDS = frozenset({"url", "email", "mention", "bot_command", "hashtag", "cashtag", "phone_number"})
# Which of two entities of the same extent comes first, as in TDLib.
_OUTER_FIRST = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_SPECIAL = re.compile(r"[<&]")
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_SPACES = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[0-9a-zA-Z.\-]*")
_LINK = re.compile(r"(?:https?|tg|ton|mailto|tel)://?.|[^\s:/]+\.[^\s/]{2,}", re.IGNORECASE)
_MENTION = re.compile(r"tg://user\?id=(\d+)$")
_FOUND = re.compile(
    r"(?P<url>\b(?:https?://[^\s<>\"]*[^\s<>\".,;:!?)»]"
    r"|(?:[a-z0-9-]+\.)+(?:com|ru|org|net|io|me|kz|dev|рф)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)»])?))"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[a-z]{2,})"
    r"|(?<![\w/@#])(?P<mention>@[A-Za-z]\w{3,31})(?!\w)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w/#])(?P<hashtag>#\w*[^\W\d_]\w*)",
    re.IGNORECASE,
)
_MAY_BE_FOUND = re.compile(r"[/@#]|\.\w")


class Formatted(NamedTuple):
    """A text with its entities, ready to be a message."""

    text: str
    entities: list[JsonObject]


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    start: int


def utf16_length(text: str) -> int:
    """How many UTF-16 code units the text has: 1 for «я», 2 for «😀»."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> Formatted:
    """Read the Bot API's HTML.

    Raises RefusalError «can't parse entities: …» with the byte offset, like Telegram.
    """
    return _HtmlReader(source).read()


class _HtmlReader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[JsonObject] = []

    def read(self) -> Formatted:
        while found := _SPECIAL.search(self.source, self.position):
            self._append(self.source[self.position : found.start()])
            self.position = found.start()
            if found[0] == "&":
                self._append(self._character())
            elif self.source.startswith("/", self.position + 1):
                self._end_tag()
            else:
                self._start_tag()
        self._append(self.source[self.position :])
        if self.open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return Formatted("".join(self.parts), self.entities)

    def _append(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.offset += utf16_length(text)

    def _character(self) -> str:
        """The character a reference stands for; an unknown reference is plain text."""
        found = _CHARACTER.match(self.source, self.position)
        character = _referred_character(found) if found else ""
        if not found or not character:
            self.position += 1
            return "&"
        self.position = found.end()
        return character

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        name = self._take(_TAG_NAME).lower()
        if self._at_end():
            raise self._error("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        argument = ""
        while (attribute := self._attribute(name, begin)) is not None:
            argument = _argument(name, *attribute) or argument
        self.position += 1
        if name == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        if name == "blockquote" and any(tag.name == name for tag in self.open):
            raise self._error("Blockquotes can't be nested", begin)
        self.open.append(_OpenTag(name, argument, self.offset, len(self.parts)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str] | None:
        """The next attribute of a start tag and its value, or None at the end of the tag."""
        self._take(_SPACES)
        if self.source.startswith(">", self.position):
            return None
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
        self._take(_SPACES)
        if self._at_end():
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        if self.source[self.position] != "=":
            return name, ""
        self.position += 1
        self._take(_SPACES)
        value = self._attribute_value(begin)
        if self._at_end():
            raise self._error("Unclosed start tag", begin)
        return name, value

    def _attribute_value(self, begin: int) -> str:
        if self._at_end():
            raise self._error("Unclosed start tag", begin)
        quote = self.source[self.position]
        if quote in "\"'":
            end = self.source.find(quote, self.position + 1)
            if end < 0:
                raise self._error("Unclosed start tag", begin)
            raw, self.position = self.source[self.position + 1 : end], end + 1
            return _CHARACTER.sub(lambda found: _referred_character(found) or found[0], raw)
        token_begin = self.position
        token = self._take(_NAME_TOKEN)
        if not self._at_end() and not re.match(r"[\s>]", self.source[self.position]):
            raise self._error("Unexpected end of name token", token_begin)
        return token.lower()

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.position += 2
        name = self._take(_TAG_NAME)
        self._take(_SPACES)
        if not self.source.startswith(">", self.position):
            raise self._error("Unclosed end tag", begin)
        self.position += 1
        tag = self.open.pop()
        if name and name.lower() != tag.name:
            raise self._error(f'Unmatched end tag, expected "</{tag.name}>", found "</{name}>"', begin)
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        length = self.offset - tag.offset
        entity: JsonObject = {"type": TAGS[tag.name], "offset": tag.offset, "length": length}
        if tag.name == "a":
            if not _complete_link(entity, tag.argument or "".join(self.parts[tag.start :])):
                return
        elif tag.name == "tg-emoji":
            if not tag.argument.isdigit():
                raise _cannot_parse("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        elif tag.name == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and tag.argument:
            entity["language"] = tag.argument
        elif tag.name == "pre":
            self._take_language(entity)
        self.entities.append(entity)

    def _take_language(self, entity: JsonObject) -> None:
        """`<pre><code class="language-…">` is one block of code with a language."""
        if not self.entities:
            return
        last = self.entities[-1]
        same_place = (last["offset"], last["length"]) == (entity["offset"], entity["length"])
        if last["type"] == "code" and same_place and "language" in last:
            entity["language"] = last["language"]
            self.entities.pop()

    def _take(self, pattern: re.Pattern[str]) -> str:
        """Go on past what the pattern matches here, maybe nothing."""
        found = pattern.match(self.source, self.position)
        if found is None:
            return ""
        self.position = found.end()
        return found[0]

    def _at_end(self) -> bool:
        return self.position >= len(self.source)

    def _error(self, reason: str, position: int) -> RefusalError:
        place = f" at byte offset {len(self.source[:position].encode())}"
        head, comma, tail = reason.partition(", expected")
        return _cannot_parse(head + place + comma + tail)


def _cannot_parse(reason: str) -> RefusalError:
    return bad_request(f"can't parse entities: {reason}")


def _referred_character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED_CHARACTERS.get(name, "")
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    is_surrogate = 0xD800 <= code <= 0xDFFF
    return chr(code) if 0 < code < 0x10FFFF and len(found[0].rstrip(";")) < 10 and not is_surrogate else ""


def _argument(tag: str, attribute: str, value: str) -> str:
    """What an attribute means to its tag; other attributes are passed over."""
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class"):
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case ("span", "class"):
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case ("blockquote", "expandable"):
            return "1"
    return ""


def _complete_link(entity: JsonObject, url: str) -> bool:
    """Give a link its address; False if Telegram would drop the link for a bad one."""
    if mention := _MENTION.match(url):
        entity["type"] = "text_mention"
        entity["user"] = {"id": int(mention[1]), "is_bot": False, "first_name": ""}
        return True
    if not is_link(url):
        return False
    entity["url"] = url if ":" in url else f"http://{url}"
    return True


def is_link(url: str) -> bool:
    """Whether Telegram takes the text as an address."""
    return _LINK.match(url) is not None


def tidy(text: str, entities: list[JsonObject]) -> Formatted:
    """What Telegram keeps of a formatted text.

    White space at both ends goes (at the beginning only before the first entity), empty entities go,
    formatting inside code goes, entities come in order of their offsets and the wider one first.
    """
    first = min((entity["offset"] for entity in entities), default=len(text))
    trimmed = text.rstrip()
    shift = min(len(trimmed) - len(trimmed.lstrip(" \n")), first)
    end = utf16_length(trimmed)
    trimmed = trimmed[shift:]
    kept = [_moved(entity, shift, end) for entity in entities if min(_end(entity), end) > entity["offset"]]
    verbatim = [(entity["offset"], _end(entity)) for entity in kept if entity["type"] in _VERBATIM]
    if verbatim:
        kept = [entity for entity in kept if _may_stay(entity, verbatim)]
    for entity in kept:
        if entity["type"] == "code":
            entity.pop("language", None)
    kept.sort(key=_order)
    return Formatted(trimmed, kept)


def _order(entity: JsonObject) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _OUTER_FIRST.get(entity["type"], 50)


def _moved(entity: JsonObject, shift: int, end: int) -> JsonObject:
    return {**entity, "offset": entity["offset"] - shift, "length": min(_end(entity), end) - entity["offset"]}


def _end(entity: JsonObject) -> int:
    end: int = entity["offset"] + entity["length"]
    return end


def _may_stay(entity: JsonObject, verbatim: list[tuple[int, int]]) -> bool:
    if entity["type"] in _QUOTES or entity["type"] in _VERBATIM:
        return True
    return not any(start < _end(entity) and entity["offset"] < end for start, end in verbatim)


def found_entities(text: str, taken: list[JsonObject]) -> list[JsonObject]:
    """Commands, links, mentions, hashtags and e-mail addresses that Telegram marks by itself.

    None is found inside of code and links, which are among the entities ``taken``.
    """
    if not _MAY_BE_FOUND.search(text):
        return []
    closed = [(entity["offset"], _end(entity)) for entity in taken if entity["type"] in _CLOSED]
    found = []
    for match in _FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if not any(start < offset + length and offset < end for start, end in closed):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def formatted(text: str, parse_mode: str | None, explicit: list[JsonObject] | None) -> Formatted:
    """A text as Telegram stores it: parsed, tidied, with the entities it finds by itself.

    Raises RefusalError for bad mark-up and for modes other than HTML, the only one the simulator reads.
    """
    if parse_mode is None or parse_mode == "":
        source = Formatted(text, [entity for entity in explicit or () if entity["type"] not in _FOUND_KINDS])
    elif parse_mode.lower() == "html":
        source = parse_html(text)
    elif parse_mode.lower() in {"markdown", "markdownv2"}:
        raise bad_request("the simulator reads parse_mode HTML only")
    else:
        raise bad_request("unsupported parse_mode")
    result = tidy(*source) if source.entities else Formatted(source.text.strip(), [])
    if found := found_entities(result.text, result.entities):
        return Formatted(result.text, sorted(result.entities + found, key=_order))
    return result
