"""aiogram's door to the simulator: a session that needs no network."""

from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from simulator.core import Simulator
from simulator.faults import NetworkFaultError
from simulator.media import UploadedFile


class SimulatorSession(BaseSession):
    """Serialises calls exactly as AiohttpSession does and reads the answers the same way."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002
    ) -> TelegramType:
        """Call the simulator. Raises aiogram's errors, as for a call of Telegram."""
        parameters, uploads = await self._form(bot, method)
        try:
            status, response = await self.simulator.call(
                bot.token, method.__api_method__, parameters, uploads
            )
        except NetworkFaultError as fault:
            raise TelegramNetworkError(method=method, message=str(fault)) from fault
        checked = self.check_response(bot, method, status, self.json_dumps(response))
        return cast("TelegramType", checked.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        timeout: int = 30,  # noqa: ASYNC109, ARG002
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: ARG002
    ) -> AsyncGenerator[bytes, None]:
        """A file the bot downloads, in pieces. Raises FileNotFoundError for a path getFile never gave."""
        token, _, path = url.partition("/file/bot")[2].partition("/")
        account = self.simulator.accounts.get(token)
        file = account.files.at_path(path) if account is not None else None
        if file is None:
            raise FileNotFoundError(path)
        for start in range(0, len(file.content), chunk_size):
            yield file.content[start : start + chunk_size]

    async def _form(
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> tuple[dict[str, Any], dict[str, UploadedFile]]:
        files: dict[str, InputFile] = {}
        parameters = {}
        for name, value in method.model_dump(warnings=False).items():
            if prepared := self.prepare_value(value, bot=bot, files=files):
                parameters[name] = prepared
        uploads = {
            key: UploadedFile(file.filename or key, b"".join([chunk async for chunk in file.read(bot)]))
            for key, file in files.items()
        }
        return parameters, uploads
