"""The way to Telegram through a proxy, for networks that do not let the bot there directly."""

from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectionError, ClientSession, TCPConnector
from aiohttp_socks import ProxyError
from yarl import URL

SCHEMES = ("http", "https", "socks5")


class ProxiedSession(AiohttpSession):
    """Every call and every download passes the proxy at `scheme://user:password@host:port`.

    aiogram knows SOCKS; proxies of HTTP, with TLS to them or without, are aiohttp's own. A proxy that refuses
    is a network that fails: the gate repeats the call. What is told of it never holds the password.
    """

    def __init__(self, proxy: str, **options: Any) -> None:
        url = URL(proxy)
        is_socks = url.scheme == "socks5"
        super().__init__(proxy=proxy if is_socks else None, **options)
        self._http_proxy = None if is_socks else url

    async def create_session(self) -> ClientSession:
        """The client that knows the proxy."""
        if self._http_proxy is None:
            return await super().create_session()
        if self._session is None or self._session.closed:
            self._session = ClientSession(
                connector=TCPConnector(**self._connector_init), proxy=self._http_proxy
            )
        return self._session

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        """Call Telegram. Raises aiogram's errors, TelegramNetworkError for those of the proxy."""
        try:
            return await super().make_request(bot, method, timeout)
        except (ProxyError, OSError) as error:
            raise TelegramNetworkError(method=method, message=f"proxy: {type(error).__name__}") from None

    async def stream_content(self, *arguments: Any, **options: Any) -> AsyncGenerator[bytes, None]:
        """A file, in pieces. Raises aiohttp's errors, ClientConnectionError for those of the proxy."""
        try:
            async for chunk in super().stream_content(*arguments, **options):
                yield chunk
        except ProxyError as error:
            raise ClientConnectionError(f"proxy: {type(error).__name__}") from None
