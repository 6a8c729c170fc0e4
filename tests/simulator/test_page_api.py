"""What the chat page calls, without a browser."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, FormData

from simulator import server
from simulator.refusal import JsonObject
from tests.simulator.conftest import World
from tests.simulator.pictures import png

CHAT = "/page/1/1001"


@pytest.fixture
async def client(world: World) -> AsyncIterator[ClientSession]:
    started = await server.start(world.simulator, port=0)
    async with ClientSession(started.url) as session:
        yield session
    await started.stop()


async def next_event(stream: ClientResponse) -> tuple[str, Any]:
    """The kind and the content of the next event."""
    kind = (await stream.content.readline()).decode().removeprefix("event: ").strip()
    content = json.loads((await stream.content.readline()).decode().removeprefix("data: "))
    await stream.content.readline()
    return kind, content


async def test_the_page_lets_nothing_in_from_outside(client: ClientSession) -> None:
    async with client.get("/") as response:
        assert "<main>" in await response.text()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    for name in ("page.js", "page.css", "icon.svg"):
        async with client.get(f"/page/static/{name}") as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Host": "192.0.2.1"}, 421),
    ],
)
async def test_another_site_may_not_act(
    world: World, client: ClientSession, headers: dict[str, str], status: int
) -> None:
    async with client.post(f"{CHAT}/text", json={"text": "x"}, headers=headers) as response:
        assert response.status == status
    async with client.get("/page/people", headers=headers) as response:
        assert response.status == status
    assert world.account.take_updates() == []


async def test_the_own_page_acts_and_a_link_to_it_opens_it(world: World, client: ClientSession) -> None:
    own = {"Origin": str(client._base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    async with client.post(f"{CHAT}/text", json={"text": "x"}, headers=own) as response:
        assert response.status == 200
    async with client.get("/", headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 200
    assert len(world.account.take_updates()) == 1


async def test_in_a_container_any_address_will_do_but_no_name(world: World) -> None:
    started = await server.start(world.simulator, host="0.0.0.0", port=0)  # noqa: S104
    address = started.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    async with ClientSession(address) as session:
        for host, status in (("127.0.0.1:8080", 200), ("192.0.2.1:8080", 200), ("evil.example:8080", 421)):
            async with session.get("/page/people", headers={"Host": host}) as response:
                assert response.status == status, host
    await started.stop()


async def test_people_are_listed_and_added(world: World, client: ClientSession) -> None:
    async with client.post("/page/people", json={"first_name": " Ann ", "language_code": "en"}) as response:
        added = await response.json()
    assert (added["first_name"], added["language_code"]) == ("Ann", "en")
    async with client.get("/page/people") as response:
        known = await response.json()
    assert ([bot["id"] for bot in known["bots"]], known["people"][-1]) == ([1], added)


async def test_the_stream_tells_the_state_and_then_every_change(world: World, client: ClientSession) -> None:
    async with client.get(f"{CHAT}/events") as stream:
        kind, state = await next_event(stream)
        assert (kind, [message["text"] for message in state["messages"]]) == ("state", ["/start"])
        assert (state["name"], state["commands"], state["is_blocked"]) == ("Clinic Pulse", [], False)
        async with client.post(f"{CHAT}/text", json={"text": "привет"}) as response:
            assert response.status == 200
        kind, message = await next_event(stream)
        assert (kind, message["text"]) == ("message", "привет")
        await world.ok("setMyCommands", commands=[{"command": "help", "description": "Помощь"}])
        kind, profile = await next_event(stream)
        assert (kind, profile["commands"][0]["command"]) == ("profile", "help")


async def test_watching_ends_with_the_page(world: World, client: ClientSession) -> None:
    async with client.get(f"{CHAT}/events") as stream:
        await next_event(stream)
        assert len(world.account.watchers) == 1
    async with client.get("/page/people"):
        assert world.account.watchers == []


async def test_a_person_acts(world: World, client: ClientSession) -> None:
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    asked = await world.ok("sendMessage", text="?", reply_markup=markup)
    deeds: list[tuple[str, JsonObject]] = [
        ("press", {"message_id": asked["message_id"], "data": "yes"}),
        ("edit", {"message_id": 1, "text": "/help"}),
        ("sticker", {}),
        ("voice", {}),
        ("block", {}),
        ("unblock", {}),
    ]
    for deed, fields in deeds:
        async with client.post(f"{CHAT}/{deed}", json=fields) as response:
            assert response.status == 200, deed
    kinds = [[*update][1] for update in world.account.take_updates()]
    expected = ["callback_query", "edited_message", "message", "message", "my_chat_member", "my_chat_member"]
    assert kinds == expected


@pytest.mark.parametrize("files", [[("a.txt", b"1")], [("a.png", png(2, 2)), ("b.png", png(3, 3))]])
async def test_files_go_up_and_come_down(
    world: World, client: ClientSession, files: list[tuple[str, bytes]]
) -> None:
    form = FormData({"caption": "смотрите"})
    for name, content in files:
        form.add_field("file", content, filename=name)
    async with client.post(f"{CHAT}/upload", data=form) as response:
        assert response.status == 200
    sent = [update["message"] for update in world.account.take_updates()]
    assert (len(sent), sent[0]["caption"]) == (len(files), "смотрите")
    file = sent[0]["document"] if "document" in sent[0] else sent[0]["photo"][0]
    async with client.get(f"{CHAT}/files/{file['file_id']}") as response:
        assert await response.read() == files[0][1]
        assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{files[0][0]}"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/page/people", "{}", 400),
        ("/page/people", "[]", 400),
        (f"{CHAT}/text", "{", 400),
        (f"{CHAT}/text", "{}", 400),
        (f"{CHAT}/text", '{"text": " "}', 400),
        (f"{CHAT}/press", '{"message_id": "x", "data": ""}', 400),
        (f"{CHAT}/press", '{"message_id": 77, "data": ""}', 404),
        (f"{CHAT}/dance", "{}", 404),
        (f"{CHAT}/upload", "", 400),
        ("/page/1/5/text", "{}", 404),
        ("/page/2/1001/text", "{}", 404),
    ],
)
async def test_bad_calls_are_refused(client: ClientSession, path: str, body: str, status: int) -> None:
    async with client.post(path, data=body) as response:
        assert response.status == status


async def test_an_unknown_file_is_not_found(client: ClientSession) -> None:
    async with client.get(f"{CHAT}/files/document-77") as response:
        assert response.status == 404
