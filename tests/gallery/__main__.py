"""Everything a person can see, on one page: `make gallery` writes build/gallery/index.html.

Every window, empty, as usual and with far too much in it, the messages of a whole conversation, and every
chart, in both languages.
"""

import argparse
import asyncio
import html
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration
from markupsafe import Markup

from charts.drawing import draw
from locales.texts import LANGUAGES
from storage.unit_of_work import UnitOfWork, current_unit
from tests.charts.samples import bridge, channels
from tests.charts.test_results import REQUESTS
from tests.conversations.clinics import export
from tests.conversations.house import House, Person
from tests.conversations.test_windows import AMOUNTS, every_window

ROOT: Final = Path(__file__).parents[2]
STYLE: Final = """
body { background: #dde6ee; color: #16202a; font: 15px/1.38 system-ui, sans-serif; margin: 24px; }
section { align-items: start; display: flex; flex-wrap: wrap; gap: 16px; }
article { max-width: 390px; width: 100%; }
.bubble { background: #fff; border-radius: 16px 16px 16px 5px; overflow-wrap: anywhere; padding: 7px 12px;
  white-space: pre-wrap; }
.row { display: flex; gap: 4px; margin-top: 4px; }
.row span { background: #4a6278; border-radius: 8px; color: #fff; flex: 1; padding: 6px; text-align: center; }
blockquote { border-left: 3px solid #0072b2; margin: 4px 0; padding-left: 8px; }
img { max-width: 480px; width: 100%; }
"""


def main() -> None:
    """Write the page where it is told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "gallery")
    write(parser.parse_args().folder)


def write(folder: Path) -> None:
    """Write the page and its pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    head = f"<!doctype html><meta charset='utf-8'><title>Clinic Pulse</title><style>{STYLE}</style>"
    parts = asyncio.run(_seen())
    charts = (part for language in LANGUAGES for part in _charts(folder, language))
    (folder / "index.html").write_text("".join([head, *parts, *charts]), encoding="utf-8")


async def _seen() -> list[str]:
    """All that is said, chapter by chapter."""
    chapters = []
    for language in LANGUAGES:
        for amount in AMOUNTS:
            chapters += [
                f"<h1>{language} · {amount}</h1>",
                *[part async for part in _windows(language, amount)],
            ]
        chapters += [f"<h1>{language} · a conversation</h1>", _section(await _conversation(language))]
    return chapters


async def _windows(language: str, amount: str) -> AsyncIterator[str]:
    with TemporaryDirectory() as folder:
        house = House(Path(folder) / "gallery.sqlite3")
        await house.start()
        unit = UnitOfWork(house.database)
        current_unit.set(unit)
        seen = [shown async for shown in every_window(house, unit, language, amount)]
        for state, windows in groupby(seen, key=lambda shown: shown[0]):
            rows = [
                (view.text, [[button.label for button in row] for row in view.rows]) for _, view in windows
            ]
            different = {str(window): window for window in rows}.values()
            yield f"<h2>{state.state}</h2>{_section(_message(*window) for window in different)}"
        await house.stop()


async def _conversation(language: str) -> list[str]:
    """What an owner is told from the first word to the metrics of an upload."""
    with TemporaryDirectory() as folder:
        house = House(Path(folder) / "gallery.sqlite3")
        await house.start()
        person = Person(house, language, "Ольга" if language == "ru" else "Kate")
        seen: list[str] = []
        house.account.watchers.append(lambda _, kind, content: seen.extend(_told(kind, content)))
        await person.send("/metrics", "/month", "/plan")
        await person.plan()
        await person.upload(export().encode())
        await person.press(person.words("upload-keep"))
        await person.send("/metrics", "/month", "/history", "/remind", "/uploads", "/privacy", "/help")
        await house.stop()
    return list(dict.fromkeys(seen))


def _told(kind: str, content: dict[str, Any]) -> Iterator[str]:
    if kind in ("message", "edited") and content["from"]["is_bot"]:
        text = content.get("text") or content.get("caption") or ""
        entities = content.get("entities") or content.get("caption_entities") or []
        marked = html_decoration.unparse(text, [MessageEntity.model_validate(entity) for entity in entities])
        rows = content.get("reply_markup", {}).get("inline_keyboard", [])
        yield _message(marked, [[button["text"] for button in row] for row in rows])


def _section(parts: Iterable[str]) -> str:
    return f"<section>{''.join(parts)}</section>"


def _message(text: str, rows: list[list[str]]) -> str:
    """A bubble with its buttons. text: Telegram's HTML, which is a page's HTML as well."""
    keys = [
        f"<div class='row'>{''.join(f'<span>{html.escape(key)}</span>' for key in row)}</div>" for row in rows
    ]
    return f"<article><div class='bubble'>{Markup(text)}</div>{''.join(keys)}</article>"  # noqa: S704


def _charts(folder: Path, language: str) -> Iterator[str]:
    yield f"<h1>{language} · charts</h1>"
    requests = {"need bridge": bridge(), "channels": channels(444, (5, 3, 2)), **REQUESTS}
    for number, (name, request) in enumerate(requests.items()):
        asked: Any = replace(request, language=language)
        file = folder / f"{language}-{number:02}.png"
        file.write_bytes(draw(asked))
        yield f"<figure><img src='{file.name}' alt=''><figcaption>{html.escape(name)}</figcaption></figure>"


if __name__ == "__main__":
    main()
