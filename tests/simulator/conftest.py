"""A simulated bot and a person who has pressed Start."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator.account import SimulatedBot
from simulator.answering import answer_call
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.media import UploadedFile
from simulator.refusal import JsonObject
from tests.simulator.pictures import png

TOKEN = "1:simulator"

_ABOUT_A_CHAT = re.compile("send|edit|copy|forward|deleteMessage|pin|unpin|getChat$")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class World:
    """Everything a test of the core needs."""

    clock: Clock
    simulator: Simulator
    account: SimulatedBot
    chat: Chat

    async def ok(self, method: str, uploads: dict[str, UploadedFile] | None = None, **parameters: Any) -> Any:
        """Call in this chat and give the result of an accepted call."""
        status, response = await self._call(method, uploads, parameters)
        assert (status, response["ok"]) == (200, True), response
        return response["result"]

    async def refused(
        self, method: str, uploads: dict[str, UploadedFile] | None = None, **parameters: Any
    ) -> str:
        """Call in this chat and give the description of a declined call."""
        status, response = await self._call(method, uploads, parameters)
        assert response["ok"] is False, response
        assert response["error_code"] == status
        description: str = response["description"]
        return description

    async def _call(
        self, method: str, uploads: dict[str, UploadedFile] | None, parameters: JsonObject
    ) -> tuple[int, JsonObject]:
        if _ABOUT_A_CHAT.match(method):
            parameters = {"chat_id": self.chat.id, **parameters}
        return await answer_call(self.account, method, parameters, uploads or {})


@pytest.fixture
def world() -> World:
    clock = Clock()
    simulator = Simulator(clock)
    account = simulator.add_bot(TOKEN, username="clinic_pulse_bot", first_name="Clinic Pulse")
    chat = simulator.chat(account, simulator.add_user("Ольга", "ru"))
    chat.send_text("/start")
    account.take_updates()
    return World(clock, simulator, account, chat)


@pytest.fixture
def picture() -> Callable[[int, int], UploadedFile]:
    """Makes an upload of a PNG of the given size in pixels."""
    return lambda width, height: UploadedFile("chart.png", png(width, height))
