"""Waiting for something a test cannot await."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Return when `condition` holds; TimeoutError if it does not in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (nothing tells)
            await asyncio.sleep(0.005)


def somebody_listens(port: int) -> bool:
    """Whether a connection to `port` of this machine is taken."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.1):
        return True
    return False
