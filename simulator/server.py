"""The simulator over HTTP: the Bot API at `/bot<token>/<method>`, its files, and the chat page at `/`.

Unlike Telegram's, this Bot API takes no GET: any web page in a browser on this machine can send one.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.web_request import FileField

from simulator.core import Simulator
from simulator.faults import FaultKind, NetworkFaultError
from simulator.media import MAX_UPLOAD, MEBIBYTE, UploadedFile
from simulator.own_page_only import own_page_only
from simulator.page_api import PageApi
from simulator.refusal import JsonObject, RefusalError, bad_request

WEBHOOK_SECONDS = 60
LONGEST_CALL_SECONDS = 3600

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Server:
    """A running server."""

    url: str
    runner: web.AppRunner
    webhook_client: ClientSession
    page: PageApi

    async def stop(self) -> None:
        """End all connections and let go of the port."""
        self.page.close()
        await self.webhook_client.close()
        await self.runner.cleanup()


async def start(simulator: Simulator, host: str = "127.0.0.1", port: int = 8080) -> Server:
    """Serve a simulator; port 0 means any free one.

    Only programs on this machine can reach it unless ``host`` says otherwise. Raises OSError if the port is
    taken.
    """
    client = ClientSession(timeout=ClientTimeout(total=WEBHOOK_SECONDS))
    simulator.webhook_post = _Post(client)
    page = PageApi(simulator)
    application = web.Application(
        client_max_size=MAX_UPLOAD + 10 * MEBIBYTE, middlewares=[own_page_only(host)]
    )
    application.router.add_post("/bot{token:[^/]+}/{method}", BotApi(simulator).answer)
    application.router.add_get("/file/bot{token:[^/]+}/{path:.+}", BotApi(simulator).download)
    page.add_routes(application)
    runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError:
        await client.close()
        await runner.cleanup()
        raise
    taken_port = runner.addresses[0][1]
    return Server(f"http://{host}:{taken_port}", runner, client, page)


class _Post:
    """Carries updates to webhooks."""

    def __init__(self, client: ClientSession) -> None:
        self._client = client

    async def __call__(self, url: str, headers: dict[str, str], body: bytes) -> int:
        try:
            async with self._client.post(url, headers=headers, data=body) as response:
                return response.status
        except TimeoutError as error:
            raise ConnectionError("Read timeout expired") from error


class BotApi:
    """What a bot calls."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    async def answer(self, request: web.Request) -> web.Response:
        """Any method, its parameters in the query, a form, multipart or JSON."""
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            parameters, uploads = await _read(request)
            status, body = await self.simulator.call(token, method, parameters, uploads)
        except RefusalError as refusal:
            status, body = refusal.status, refusal.as_response()
        except NetworkFaultError as fault:
            return await _lose_connection(request, fault)
        return web.Response(text=_encode(body), status=status, content_type="application/json")

    async def download(self, request: web.Request) -> web.Response:
        """The content of a file by the path getFile gave."""
        account = self.simulator.accounts.get(request.match_info["token"])
        file = account.files.at_path(request.match_info["path"]) if account is not None else None
        if file is None:
            return web.json_response(RefusalError(404, "Not Found").as_response(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[str, UploadedFile]]:
    parameters: dict[str, Any] = dict(request.query)
    uploads: dict[str, UploadedFile] = {}
    if not request.can_read_body:
        return parameters, uploads
    if request.content_type == "application/json":
        return parameters | await _json_object(request), uploads
    for name, value in (await _form_fields(request)).items():
        if isinstance(value, FileField):
            uploads[name] = UploadedFile(value.filename, value.file.read())
        else:
            parameters[name] = value
    return parameters, uploads


async def _json_object(request: web.Request) -> JsonObject:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


async def _form_fields(request: web.Request) -> Mapping[str, str | bytearray | FileField]:
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise RefusalError(413, "Request Entity Too Large") from None
    return cast("Mapping[str, str | bytearray | FileField]", form)


async def _lose_connection(request: web.Request, fault: NetworkFaultError) -> web.Response:
    """Answer nothing: hang until the bot gives up, or break the connection."""
    if fault.kind is FaultKind.TIMEOUT:
        await asyncio.sleep(LONGEST_CALL_SECONDS)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
