"""Keeps the web pages of others out of the simulator.

The simulator listens on this machine, where every page open in a browser can send requests. What tells such a
request from one of the own page: the name it was sent to (a name of somebody's that points at this machine is
no name of the simulator), the page it comes from, and that a change is never asked for by GET, which an
image does.
"""

from ipaddress import ip_address
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

_SITE: Final = "Sec-Fetch-Site"
"""Which page a browser sends a request for, in its own words; a page cannot change it."""
_OWN: Final = frozenset({"same-origin", "none"})
"""The page itself, and what a person typed into the address line."""


def own_page_only(host: str) -> Middleware:
    """Middleware of a server that listens on `host`: 421 for a foreign name, 403 for a foreign page.

    A program that is no browser says nothing of pages and passes.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_own_name(request.url.host, host):
            raise web.HTTPMisdirectedRequest(
                text=f"The chat page is at http://127.0.0.1:{request.url.port}/\n"
            )
        if _is_from_foreign_page(request):
            raise web.HTTPForbidden
        return await handler(request)

    return check


def _is_own_name(asked: str | None, listening: str) -> bool:
    """Whether a request to this name is meant for the simulator."""
    if asked in {"localhost", "127.0.0.1", "::1", listening}:
        return True
    try:
        ip_address(asked or "")
        return ip_address(listening).is_unspecified  # any address of this machine, but no name
    except ValueError:
        return False


def _is_from_foreign_page(request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin != str(URL.build(scheme=request.scheme, authority=request.host)):
        return True
    if request.method == hdrs.METH_GET and request.path == "/":
        return False  # a link to the chat page may stand anywhere
    return request.headers.get(_SITE, "none") not in _OWN
