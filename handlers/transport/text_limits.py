"""Texts longer than Telegram takes: cut at the end of a paragraph or sentence, formatting kept whole.

Telegram counts a text in UTF-16 units after its tags and character references are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.enums import ParseMode
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType

MESSAGE_LIMIT = 4096

_PIECE = re.compile(
    r"""(?P<tag></?[a-zA-Z](?:[^"'<>]|"[^"]*"|'[^']*')*>)"""
    r"""|(?P<reference>&(?:\#[0-9]+|\#[xX][0-9a-fA-F]+|lt|gt|amp|quot);)"""
    r"""|(?P<character>.)""",
    re.DOTALL,
)
_TAG_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
# Where a text may be cut, the best place first. Each pattern ends where the next part begins.
_BREAKS = tuple(
    re.compile(pattern)
    for pattern in (r"\n[^\S\n]*\n\s*", r"\n\s*", r"(?:(?<=[.!?…])|(?<=[.!?…][»”)\]]))\s+", r"\s+")
)
# Joined emoji, variation selectors, skin tones and combining marks belong to the character before them.
_ATTACHED = re.compile(r"[\u0300-\u036f\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_JOINER = "\u200d"


def split_text(text: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Parts of a text without formatting, none longer than `limit` UTF-16 units, none empty."""
    return [text[start:end].strip() for start, end in _spans(text, limit)]


def split_html(html: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Parts of a text in Telegram's HTML, none longer than `limit` UTF-16 units once its tags are read.

    A tag open at a cut is closed there and opened again, with its attributes, in the next part.
    """
    source = _Source.of(html)
    return [source.part(start, end) for start, end in _spans(source.text, limit)]


class LongTexts(BaseRequestMiddleware):
    """Sends a text over the limit as several messages; the keyboard goes under the last, which is returned.

    Register it before the gate, so that every part is paced on its own. Texts with explicit entities are left
    to Telegram.
    """

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        parts = _parts(bot, method) if isinstance(method, SendMessage) else []
        if len(parts) < 2:
            return await make_request(bot, method)
        *first, last = parts
        for part in first:
            await make_request(bot, method.model_copy(update={"text": part, "reply_markup": None}))
        return await make_request(bot, method.model_copy(update={"text": last}))


def _parts(bot: Bot, message: SendMessage) -> list[str]:
    """The parts of a text that may be too long; none for one that cannot be."""
    if len(message.text) <= MESSAGE_LIMIT // 2 or message.entities:
        return []
    mode = message.parse_mode
    if isinstance(mode, Default):
        mode = bot.default[mode.name]
    return split_html(message.text) if mode == ParseMode.HTML else split_text(message.text)


@dataclass(slots=True)
class _Source:
    """An HTML text taken apart: what is read, how each character was written, which tags stand before it."""

    text: str
    written: list[str]
    tags: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, html: str) -> _Source:
        read: list[str] = []
        written: list[str] = []
        tags: dict[int, list[str]] = {}
        for piece in _PIECE.finditer(html):
            if piece["tag"]:
                tags.setdefault(len(read), []).append(piece["tag"])
            else:
                written.append(piece[0])
                # One character however written: a reference is never cut in two.
                read.append(unescape(piece[0]) if piece["reference"] else piece[0])
        return cls("".join(read), written, tags)

    def part(self, start: int, end: int) -> str:
        start, end = _without_blanks(self.text, start, end)
        open_tags = self._open_at(start)
        pieces = list(open_tags)
        for position in range(start, end):
            if position > start:
                pieces.extend(self._apply(position, open_tags))
            pieces.append(self.written[position])
        pieces.extend(_closing(tag) for tag in reversed(open_tags))
        return "".join(pieces)

    def _open_at(self, position: int) -> list[str]:
        open_tags: list[str] = []
        for place in sorted(self.tags):
            if place > position:
                break
            for _ in self._apply(place, open_tags):
                pass
        return open_tags

    def _apply(self, position: int, open_tags: list[str]) -> Iterator[str]:
        """The tags at `position`, keeping `open_tags` up to date."""
        for tag in self.tags.get(position, ()):
            if not tag.startswith("</"):
                open_tags.append(tag)
            elif open_tags:
                open_tags.pop()
            yield tag


def _closing(tag: str) -> str:
    name = _TAG_NAME.search(tag)
    return f"</{name[0]}>" if name else ""


def _spans(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Start and end of each part in `text`, blanks between parts left out."""
    start, end = _without_blanks(text, 0, len(text))
    while start < end:
        cut = _cut(text, start, end, limit)
        yield _without_blanks(text, start, cut)
        start, _ = _without_blanks(text, cut, end)


def _cut(text: str, start: int, end: int, limit: int) -> int:
    furthest = _reach(text, start, end, limit)
    if furthest == end:
        return end
    # A paragraph that ends in the first half leaves too short a part: a sentence further on is better.
    for earliest in (start + (furthest - start) // 2, start):
        for breaks in _BREAKS:
            places = [place.start() for place in breaks.finditer(text, earliest, furthest + 1)]
            if places and places[-1] > start:
                return places[-1]
    return _between_characters(text, start, furthest)


def _reach(text: str, start: int, end: int, limit: int) -> int:
    """The furthest position a part beginning at `start` can end at."""
    units = 0
    for position in range(start, end):
        # Characters beyond the basic plane, most emoji among them, are two units.
        units += 2 if text[position] > "\uffff" else 1
        if units > limit:
            return position
    return end


def _between_characters(text: str, start: int, furthest: int) -> int:
    """A cut at or before `furthest` that leaves an emoji of several code points whole, if there is one."""
    cut = furthest
    while cut > start and (_ATTACHED.match(text, cut) or text[cut - 1] == _JOINER):
        cut -= 1
    return cut if cut > start else furthest


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
