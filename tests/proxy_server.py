"""A small proxy with a password, as tests need one: HTTP, with TLS or without, and SOCKS 5."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

USER, PASSWORD = "clinic", "p@ss:word"
_KNOWN = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class ProxyServer:
    """Counts who came through and who was turned away."""

    def __init__(self) -> None:
        self.passed = 0
        self.refused = 0
        self.port = 0

    async def speak_http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        verb, target, *_ = head.decode().split(" ")
        if f"proxy-authorization: basic {_KNOWN}".lower() not in head.decode().lower():
            self.refused += 1
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            writer.close()
            return
        if verb == "CONNECT":
            host, _, port = target.partition(":")
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await self._join(reader, writer, host, int(port), b"")
        else:
            address = urlsplit(target)
            await self._join(reader, writer, address.hostname or "", address.port or 80, head)

    async def speak_socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x02")
        await reader.readexactly(1)
        user = await reader.readexactly((await reader.readexactly(1))[0])
        password = await reader.readexactly((await reader.readexactly(1))[0])
        if (user.decode(), password.decode()) != (USER, PASSWORD):
            self.refused += 1
            writer.write(b"\x01\x01")
            writer.close()
            return
        writer.write(b"\x01\x00")
        *_, kind = await reader.readexactly(4)
        raw = await reader.readexactly(4 if kind == 1 else (await reader.readexactly(1))[0])
        host = ".".join(map(str, raw)) if kind == 1 else raw.decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await self._join(reader, writer, host, port, b"")

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes
    ) -> None:
        self.passed += 1
        there_reader, there_writer = await asyncio.open_connection(host, port)
        there_writer.write(first)
        await asyncio.gather(_pour(reader, there_writer), _pour(there_reader, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def proxy(scheme: str, context: ssl.SSLContext | None = None) -> AsyncIterator[ProxyServer]:
    """A running proxy of `http`, `https` (with the context) or `socks5`."""
    told = ProxyServer()
    speak = told.speak_socks if scheme == "socks5" else told.speak_http
    server = await asyncio.start_server(speak, "127.0.0.1", 0, ssl=context)
    told.port = server.sockets[0].getsockname()[1]
    yield told
    server.close()
