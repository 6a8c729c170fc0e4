"""Where this process hears others: Telegram's webhook, the operator's health check."""

from aiohttp import web

from operator_error import PortTakenError


async def listen(runner: web.AppRunner, host: str, port: int, setting: str) -> None:
    """Let a server that is set up hear; `setting` names the port. Raises PortTakenError."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise PortTakenError(setting, host, port, error) from None
