"""Public sheets: only Google's own addresses, within limits, and every refusal told apart."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from handlers.upload import google
from handlers.upload.fetching import NotFetched, NotFetchedError
from handlers.upload.google import GoogleSheets, is_google_link, sheet_of

SHEET = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-ab"
LIMIT = 1000
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Everywhere(AbstractResolver):
    """Every host is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Google:
    """Docs, the place of contents and anything else, all on one port; answers by host and path."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.url.host}{request.path_qs}")
        return await self.answers[str(request.url.host)](request)

    def at(self, host: str, path: str = "/x") -> str:
        return f"http://{host}:{self.port}{path}"

    def redirect(self, host: str, *, to: str) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(status=307, headers={"Location": to})

        self.answers[host] = answer

    def content(self, host: str, body: bytes, status: int = 200, kind: str = "text/csv") -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=body, status=status, content_type=kind)

        self.answers[host] = answer

    async def fetch(self, sheet: str = SHEET) -> bytes:
        connector = TCPConnector(resolver=Everywhere())
        home = URL(self.at("docs.google.com", "/"))
        try:
            return await GoogleSheets(LIMIT, home, connector).fetch(sheet)
        finally:
            await connector.close()

    async def refusal(self) -> NotFetched:
        with pytest.raises(NotFetchedError) as refused:
            await self.fetch()
        return refused.value.reason


@pytest.fixture
async def server() -> AsyncIterator[Google]:
    made = Google()
    application = web.Application()
    application.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        (f"https://docs.google.com/spreadsheets/d/{SHEET}/edit#gid=0", f"{SHEET}/0"),
        (f"вот: https://docs.google.com/spreadsheets/d/{SHEET}/edit?usp=sharing&gid=17.", f"{SHEET}/17"),
        (f"https://docs.google.com/spreadsheets/u/1/d/{SHEET}", SHEET),
        (f"https://docs.google.com/document/d/{SHEET}", None),
        ("https://docs.google.com/spreadsheets/d/e/2PACX/pubhtml", None),
        (f"https://docs.google.com.evil.example/spreadsheets/d/{SHEET}", None),
        (f"https://evil.example/https:/docs.google.com/spreadsheets/d/{SHEET}", None),
    ],
)
def test_what_a_link_leads_to(text: str, sheet: str | None) -> None:
    assert sheet_of(text) == sheet


def test_other_links_are_no_links_of_google() -> None:
    assert is_google_link("https://docs.google.com/forms/1")
    assert not is_google_link("https://docs.google.com.evil.example/spreadsheets/d/1")
    assert not is_google_link("docs google com")


async def test_a_sheet_comes_from_where_google_keeps_contents(server: Google) -> None:
    content = "doc-0a-sheets.googleusercontent.com"
    server.redirect("docs.google.com", to=server.at(content, "/export/1"))
    server.content(content, b"a;b\n")
    assert await server.fetch(f"{SHEET}/17") == b"a;b\n"
    assert server.asked == [
        f"docs.google.com/spreadsheets/d/{SHEET}/export?format=csv&gid=17",
        f"{content}/export/1",
    ]


@pytest.mark.parametrize(
    "host",
    ["accounts.google.com", "evil.example", "googleusercontent.com.evil.example", "127.0.0.1", "localhost"],
)
async def test_nothing_is_asked_of_anybody_else(server: Google, host: str) -> None:
    server.redirect("docs.google.com", to=server.at(host))
    server.content(host, b"a;b\n")
    assert await server.refusal() is NotFetched.SHEET_PRIVATE
    assert len(server.asked) == 1


async def test_another_port_or_scheme_is_somebody_else(server: Google) -> None:
    for address in ("http://docs.google.com:1/x", f"https://docs.google.com:{server.port}/x", "file:///etc"):
        server.redirect("docs.google.com", to=address)
        assert await server.refusal() is NotFetched.SHEET_PRIVATE


async def test_a_circle_of_redirects_ends(server: Google) -> None:
    server.redirect("docs.google.com", to=server.at("docs.google.com"))
    assert await server.refusal() is NotFetched.SHEET_UNREACHABLE
    assert len(server.asked) == 5


async def test_an_address_that_is_none(server: Google) -> None:
    server.redirect("docs.google.com", to="http://[")
    assert await server.refusal() is NotFetched.SHEET_UNREACHABLE


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (401, "text/plain", NotFetched.SHEET_PRIVATE),
        (403, "text/plain", NotFetched.SHEET_PRIVATE),
        (200, "text/html", NotFetched.SHEET_PRIVATE),
        (404, "text/html", NotFetched.SHEET_MISSING),
        (400, "text/html", NotFetched.SHEET_MISSING),
        (429, "text/html", NotFetched.SHEET_UNREACHABLE),
        (500, "text/html", NotFetched.SHEET_UNREACHABLE),
    ],
)
async def test_every_refusal_has_its_reason(
    server: Google, status: int, kind: str, reason: NotFetched
) -> None:
    server.content("docs.google.com", b"x", status, kind)
    assert await server.refusal() is reason


async def test_a_sheet_over_the_limit_is_left_in_the_middle(server: Google) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/csv"})
        await response.prepare(request)
        while True:
            await response.write(bytes(LIMIT))
            await asyncio.sleep(0)

    server.answers["docs.google.com"] = endless
    assert await server.refusal() is NotFetched.TOO_BIG


async def test_silence_ends(server: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    monkeypatch.setattr(google, "_SECONDS_OF_SILENCE", 0.1)
    server.answers["docs.google.com"] = silent
    assert await server.refusal() is NotFetched.SHEET_UNREACHABLE


async def test_nobody_there(server: Google) -> None:
    server.port = 1
    assert await server.refusal() is NotFetched.SHEET_UNREACHABLE
