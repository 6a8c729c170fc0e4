"""Public Google sheets by their link: the CSV Google itself exports, and nothing from anywhere else."""

import re
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from handlers.upload.fetching import NotFetched, NotFetchedError

GOOGLE: Final = URL("https://docs.google.com")
_CONTENT: Final = ".googleusercontent.com"
"""Where Google keeps what it exports."""
_LINK: Final = re.compile(r"https?://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([\w-]{20,100})", re.ASCII)
_ANY_LINK: Final = re.compile(r"https?://docs\.google\.com/", re.ASCII | re.IGNORECASE)
_TAB: Final = re.compile(r"[?#&]gid=(\d{1,20})", re.ASCII)
_REDIRECTS: Final = 5
_SECONDS: Final = 60.0
_SECONDS_OF_SILENCE: Final = 15.0
_CHUNK: Final = 256 * 1024


def is_google_link(text: str) -> bool:
    """Whether a text has a link to anything of Google's documents."""
    return _ANY_LINK.search(text) is not None


def sheet_of(text: str) -> str | None:
    """The sheet a text links to, as `GoogleSheets` takes it; None for links to anything else."""
    found = _LINK.search(text)
    if found is None:
        return None
    tab = _TAB.search(text, found.end())
    return f"{found[1]}/{tab[1]}" if tab else found[1]


class GoogleSheets:
    """Fetches public sheets into memory.

    home: another address than Google's for tests; connector: how to reach it.
    """

    def __init__(self, limit: int, home: URL = GOOGLE, connector: TCPConnector | None = None) -> None:
        self._limit = limit
        self._home = home
        self._connector = connector

    async def fetch(self, sheet: str) -> bytes:
        """The CSV of a sheet, at most `limit` bytes. Raises NotFetchedError."""
        document, _, tab = sheet.partition("/")
        url = self._home / "spreadsheets/d" / document / "export" % {"format": "csv"}
        if tab:
            url = url % {"gid": tab}
        timeout = ClientTimeout(
            total=_SECONDS, sock_connect=_SECONDS_OF_SILENCE, sock_read=_SECONDS_OF_SILENCE
        )
        try:
            async with ClientSession(
                timeout=timeout, connector=self._connector, connector_owner=self._connector is None
            ) as client:
                return await self._follow(client, url)
        except (TimeoutError, ClientError, ValueError):
            raise NotFetchedError(NotFetched.SHEET_UNREACHABLE) from None

    async def _follow(self, client: ClientSession, url: URL) -> bytes:
        for _ in range(_REDIRECTS):
            async with client.get(url, allow_redirects=False) as response:
                if not 300 <= response.status < 400:
                    return await self._content(response)
                url = url.join(URL(response.headers.get("Location", "")))
            if not self._is_trusted(url):
                # Google sends whoever may not see a sheet to its sign-in page.
                raise NotFetchedError(NotFetched.SHEET_PRIVATE)
        raise NotFetchedError(NotFetched.SHEET_UNREACHABLE)

    def _is_trusted(self, url: URL) -> bool:
        host = url.host or ""
        is_google = host == self._home.host or host.endswith(_CONTENT)
        return is_google and url.scheme == self._home.scheme and url.port == self._home.port

    async def _content(self, response: ClientResponse) -> bytes:
        match response.status:
            case 200 if response.content_type != "text/html":
                return await self._body(response)
            case 200 | 401 | 403:
                raise NotFetchedError(NotFetched.SHEET_PRIVATE)
            case 400 | 404 | 410:
                raise NotFetchedError(NotFetched.SHEET_MISSING)
            case _:
                raise NotFetchedError(NotFetched.SHEET_UNREACHABLE)

    async def _body(self, response: ClientResponse) -> bytes:
        content = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > self._limit:
                raise NotFetchedError(NotFetched.TOO_BIG)
        return bytes(content)
