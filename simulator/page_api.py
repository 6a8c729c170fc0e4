"""What the chat page calls: the people, their chats, and a stream of what changes in them."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_request import FileField

from simulator.account import SimulatedBot
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.refusal import JsonObject

PAGE = Path(__file__).with_name("page")
SHOWN_MESSAGES = 300
HEARTBEAT_SECONDS = 15

_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
}


class PageApi:
    """The chat page and its calls, all under `/page`.

    Everything a person does is a POST with a JSON body to `/page/<bot id>/<person id>/<deed>`; what then
    happens comes through the event stream `/page/<bot id>/<person id>/events`, the whole state first.
    """

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self._streams: set[asyncio.Queue[bytes | None]] = set()

    def add_routes(self, application: web.Application) -> None:
        """Put the page into the application."""
        application.middlewares.append(_always_asked_anew)
        router = application.router
        router.add_get("/", self._index)
        router.add_static("/page/static", PAGE)
        router.add_get("/page/people", self._people)
        router.add_post("/page/people", self._add_person)
        chat = "/page/{bot:\\d+}/{person:\\d+}"
        router.add_get(chat + "/events", self._events)
        router.add_get(chat + "/files/{file_id}", self._file)
        router.add_post(chat + "/upload", self._upload)
        router.add_post(chat + "/{deed:[a-z]+}", self._act)

    def close(self) -> None:
        """End all event streams."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers=_SECURITY)

    async def _people(self, _: web.Request) -> web.StreamResponse:
        bots = [account.me for account in self.simulator.accounts.values()]
        return web.json_response({"bots": bots, "people": list(self.simulator.people.values())})

    async def _add_person(self, request: web.Request) -> web.StreamResponse:
        fields = await _fields(request)
        name = str(fields.get("first_name", "")).strip()[:64]
        language = str(fields.get("language_code", ""))[:8]
        if not name:
            raise web.HTTPBadRequest(text="A person needs a name.")
        return web.json_response(self.simulator.add_user(name, language))

    async def _act(self, request: web.Request) -> web.StreamResponse:
        chat = self._chat(request)
        deed = _DEEDS.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound
        try:
            deed(chat, await _fields(request))
        except (KeyError, ValueError) as error:
            raise web.HTTPBadRequest(text=f"Missing or wrong: {error}") from error
        return web.json_response({})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        chat = self._chat(request)
        form = await request.post()
        files = [
            (part.filename, part.file.read())
            for part in form.getall("file", ())
            if isinstance(part, FileField)
        ]
        caption = str(form.get("caption", ""))
        if not files:
            raise web.HTTPBadRequest(text="There is no file.")
        if len(files) > 1:
            chat.send_album(files, caption)
        else:
            chat.send_document(*files[0], caption)
        return web.json_response({})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._account(request).files.with_id(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mime_type, headers=_file_headers(file.name))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        account, chat = self._account(request), self._chat(request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        stream: asyncio.Queue[bytes | None] = asyncio.Queue()

        def watch(changed: Chat, kind: str, content: JsonObject) -> None:
            if changed is chat:
                stream.put_nowait(_event(kind, _profile(account, chat) if kind == "profile" else content))

        account.watchers.append(watch)
        self._streams.add(stream)
        try:
            await response.write(_event("state", _state(account, chat)))
            await _pour(stream, response)
        finally:
            account.watchers.remove(watch)
            self._streams.discard(stream)
        return response

    def _account(self, request: web.Request) -> SimulatedBot:
        bot_id = int(request.match_info["bot"])
        for account in self.simulator.accounts.values():
            if account.me["id"] == bot_id:
                return account
        raise web.HTTPNotFound

    def _chat(self, request: web.Request) -> Chat:
        person = self.simulator.people.get(int(request.match_info["person"]))
        if person is None:
            raise web.HTTPNotFound
        return self.simulator.chat(self._account(request), person)


@web.middleware
async def _always_asked_anew(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Have browsers ask whether a script is still the same: an upgraded page must not run old ones."""
    response = await handler(request)
    if isinstance(response, web.FileResponse):
        response.headers["Cache-Control"] = "no-cache"
    return response


async def _fields(request: web.Request) -> JsonObject:
    try:
        fields = await request.json()
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return fields


def _file_headers(name: str) -> dict[str, str]:
    return {**_SECURITY, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


async def _pour(stream: asyncio.Queue[bytes | None], response: web.StreamResponse) -> None:
    """Write events as they come, and a comment now and then so that a lost page is noticed."""
    while True:
        try:
            event = await asyncio.wait_for(stream.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            event = b":\n\n"
        if event is None:
            return
        await response.write(event)


def _event(kind: str, content: JsonObject) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n".encode()


def _state(account: SimulatedBot, chat: Chat) -> JsonObject:
    return {
        "person": chat.person,
        "messages": chat.messages[-SHOWN_MESSAGES:],
        "keyboard": chat.keyboard,
        "action": chat.action,
        "is_blocked": chat.is_blocked,
        "pinned": chat.pinned,
        **_profile(account, chat),
    }


def _profile(account: SimulatedBot, chat: Chat) -> JsonObject:
    profile, language = account.profile, chat.person.get("language_code", "")[:2]
    return {
        "bot": account.me,
        "name": profile.text("name", language),
        "description": profile.text("description", language),
        "commands": profile.commands_for(chat),
        "menu_button": profile.menu_button(chat.id),
    }


def _text(fields: JsonObject) -> str:
    text = str(fields["text"]).strip()
    if not text:
        raise ValueError("text")
    return text


def _shown_message(chat: Chat, fields: JsonObject) -> JsonObject:
    message = chat.message(int(fields["message_id"]))
    if message is None:
        raise web.HTTPNotFound
    return message


_DEEDS: dict[str, Callable[[Chat, JsonObject], Any]] = {
    "block": lambda chat, _: chat.block(),
    "edit": lambda chat, fields: chat.edit_text(_shown_message(chat, fields), _text(fields)),
    "press": lambda chat, fields: chat.press_button(_shown_message(chat, fields), str(fields["data"])),
    "sticker": lambda chat, _: chat.send_sticker(),
    "text": lambda chat, fields: chat.send_text(_text(fields)),
    "unblock": lambda chat, _: chat.unblock(),
    "voice": lambda chat, _: chat.send_voice(),
}
