"""The simulator over HTTP, as aiogram and other programs reach it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError
from aiogram.types import BufferedInputFile, InputMediaDocument, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import ClientSession, FormData, web

from simulator import server
from simulator.core import new_token
from simulator.faults import Fault, FaultKind
from simulator.media import MEBIBYTE
from simulator.server import Server
from tests.simulator.conftest import TOKEN, World


@pytest.fixture
async def running(world: World) -> AsyncIterator[Server]:
    started = await server.start(world.simulator, port=0)
    yield started
    await started.stop()


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def bot(running: Server) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(running.url))
    async with Bot(TOKEN, session=session).context() as bot:
        yield bot


async def test_aiogram_sends_edits_and_downloads(bot: Bot) -> None:
    message = await bot.send_message(1001, "<b>один</b>", parse_mode="HTML")
    edited = await message.edit_text("два")
    assert isinstance(edited, Message)
    assert edited.text == "два"
    first, second = (InputMediaDocument(media=BufferedInputFile(text, "т.txt")) for text in (b"1", b"22"))
    _, shown = await bot.send_media_group(1001, [first, second])
    assert shown.document is not None
    downloaded = await bot.download(shown.document)
    assert downloaded is not None
    assert downloaded.read() == b"22"


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_travel_in_four_ways(running: Server, client: ClientSession, way: str) -> None:
    url = f"{running.url}/bot{TOKEN}/sendMessage"
    fields = {"chat_id": "1001", "text": "привет"}
    match way:
        case "query":
            request = client.post(url, params=fields)
        case "form":
            request = client.post(url, data=fields)
        case "json":
            request = client.post(url, json={"chat_id": 1001, "text": "привет"})
        case _:
            form = FormData(fields, default_to_multipart=True)
            request = client.post(url, data=form)
    async with request as response:
        body = await response.json()
    assert (response.status, body["ok"], body["result"]["text"]) == (200, True, "привет")


@pytest.mark.parametrize(
    ("verb", "path", "status", "description"),
    [
        ("POST", f"/bot{TOKEN}/sendTelegram", 404, "Not Found: method not found"),
        ("POST", "/bot9:x/getMe", 401, "Unauthorized"),
        ("GET", f"/file/bot{TOKEN}/documents/file_9", 404, "Not Found"),
        ("GET", "/file/bot9:x/documents/file_1", 404, "Not Found"),
    ],
)
async def test_what_is_not_there(
    running: Server, client: ClientSession, verb: str, path: str, status: int, description: str
) -> None:
    async with client.request(verb, running.url + path) as response:
        assert (response.status, (await response.json())["description"]) == (status, description)


async def test_a_body_that_is_no_json_object_is_refused(running: Server, client: ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("{", "[1]"):
        async with client.post(f"{running.url}/bot{TOKEN}/getMe", data=body, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["description"] == "Bad Request: can't parse JSON object"


async def test_a_body_over_the_limit_is_too_large(bot: Bot) -> None:
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(1001, BufferedInputFile(bytes(61 * MEBIBYTE), "big.bin"))


@pytest.mark.parametrize("kind", [FaultKind.TIMEOUT, FaultKind.DROPPED, FaultKind.ANSWER_LOST])
async def test_network_faults_reach_aiogram(world: World, bot: Bot, kind: FaultKind) -> None:
    world.account.faults.add(Fault(kind))
    with pytest.raises(TelegramNetworkError):
        await bot.get_me(request_timeout=1)
    await bot.get_me()


async def test_long_polling_with_a_dispatcher(world: World, bot: Bot) -> None:
    dispatcher = Dispatcher()
    answered = asyncio.Event()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")
        answered.set()

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await asyncio.sleep(0.05)
    world.chat.send_text("привет")
    await asyncio.wait_for(answered.wait(), 60)
    await dispatcher.stop_polling()
    await polling
    assert world.chat.last["text"] == "привет"
    assert world.account.refusals == []


async def test_a_webhook_with_a_dispatcher(world: World, bot: Bot) -> None:
    dispatcher = Dispatcher()
    answered = asyncio.Event()

    @dispatcher.message()
    async def echo(message: Message, bot: Bot) -> None:
        await bot.send_message(message.chat.id, f"вы сказали: {message.text}")
        answered.set()

    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token="secret", handle_in_background=False).register(
        application, path="/hook"
    )
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="secret")
    world.chat.send_text("привет")
    await asyncio.wait_for(answered.wait(), 60)
    await bot.delete_webhook()
    await runner.cleanup()
    assert world.chat.last["text"] == "вы сказали: привет"


async def test_a_taken_port_is_said(world: World, running: Server) -> None:
    with pytest.raises(OSError, match="address already in use"):
        await server.start(world.simulator, port=int(running.url.rpartition(":")[2]))


def test_tokens_differ_from_start_to_start() -> None:
    assert new_token() != new_token()
    assert new_token().startswith("1:")
