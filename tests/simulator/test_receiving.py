"""How updates and files reach a bot."""

import asyncio
import json
from typing import Any

import pytest

from simulator import updates
from simulator.answering import answer_call
from simulator.media import MEBIBYTE
from simulator.refusal import JsonObject
from simulator.updates import TERMINATED_BY_POLLING, TERMINATED_BY_WEBHOOK, WEBHOOK_IS_ACTIVE
from tests.simulator.conftest import World
from tests.simulator.pictures import png


async def poll(world: World, **parameters: Any) -> list[JsonObject]:
    result: list[JsonObject] = await world.ok("getUpdates", **parameters)
    return result


def texts(waiting: list[JsonObject]) -> list[str]:
    return [update["message"]["text"] for update in waiting]


def say(world: World, *words: str) -> None:
    for word in words:
        world.chat.send_text(word)


async def test_updates_stay_until_a_later_offset_confirms_them(world: World) -> None:
    say(world, "один", "два", "три")
    first = await poll(world)
    assert texts(first) == texts(await poll(world)) == ["один", "два", "три"]
    assert texts(await poll(world, offset=first[1]["update_id"])) == ["два", "три"]
    assert texts(await poll(world)) == ["два", "три"], "an offset confirms what is below it for good"
    assert await poll(world, offset=first[2]["update_id"] + 1) == []


async def test_update_ids_grow_by_one(world: World) -> None:
    say(world, "один", "два")
    first, second = await poll(world)
    assert second["update_id"] == first["update_id"] + 1


async def test_a_negative_offset_keeps_the_newest_and_forgets_the_rest(world: World) -> None:
    say(world, "один", "два", "три")
    assert texts(await poll(world, offset=-2)) == ["два", "три"]
    assert texts(await poll(world)) == ["два", "три"]
    assert texts(await poll(world, offset=-9)) == ["два", "три"]


@pytest.mark.parametrize(("limit", "number"), [(1, 1), (100, 100), (0, 100), (101, 100), (-5, 100)])
async def test_a_limit_from_1_to_100_is_kept(world: World, limit: int, number: int) -> None:
    say(world, *["x"] * 120)
    assert len(await poll(world, limit=limit)) == number


async def test_a_long_poll_wakes_when_something_happens(world: World) -> None:
    waiting = asyncio.create_task(poll(world, timeout=30))
    await asyncio.sleep(0)
    say(world, "привет")
    assert texts(await asyncio.wait_for(waiting, 60)) == ["привет"]


async def test_a_long_poll_ends_empty_after_its_time(world: World) -> None:
    assert await world.account.updates.poll(0, 100, 0.01, None) == []


async def test_only_the_asked_kinds_come_and_the_wish_is_remembered(world: World) -> None:
    await poll(world, allowed_updates='["message"]')
    say(world, "один")
    world.chat.edit_text(world.chat.last, "раз")
    assert texts(await poll(world)) == ["один"]
    await poll(world, allowed_updates=[])
    world.chat.edit_text(world.chat.last, "ein")
    assert "edited_message" in (await poll(world))[-1]
    refusal = await world.refused("getUpdates", allowed_updates=["messages"])
    assert refusal == 'Bad Request: there is no update of kind "messages"'


async def test_a_second_poller_ends_the_first(world: World) -> None:
    first = asyncio.create_task(world.refused("getUpdates", timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(poll(world, timeout=30))
    assert await first == f"Conflict: {TERMINATED_BY_POLLING}"
    say(world, "привет")
    assert texts(await second) == ["привет"]


async def test_a_cancelled_poll_is_no_rival(world: World) -> None:
    first = asyncio.create_task(answer_call(world.account, "getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await poll(world)
    assert world.account.refusals == []


class Receiver:
    """A webhook that answers with the given statuses, then with 200."""

    def __init__(self, *statuses: int | OSError) -> None:
        self.statuses = list(statuses)
        self.calls: list[tuple[str, dict[str, str], JsonObject]] = []
        self._called = asyncio.Condition()

    async def __call__(self, url: str, headers: dict[str, str], body: bytes) -> int:
        async with self._called:
            self.calls.append((url, headers, json.loads(body)))
            self._called.notify_all()
        answer = self.statuses.pop(0) if self.statuses else 200
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def until(self, number: int) -> None:
        """Wait for so many calls."""
        async with asyncio.timeout(60), self._called:
            await self._called.wait_for(lambda: len(self.calls) >= number)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "FIRST_RETRY", 0.001)


async def test_a_webhook_gets_updates_in_order_with_its_secret(world: World) -> None:
    receiver = world.simulator.webhook_post = Receiver()
    say(world, "один")
    await world.ok("setWebhook", url="https://clinic.example/hook", secret_token="s_e-1")
    say(world, "два", "три")
    await receiver.until(3)
    assert texts([body for _, _, body in receiver.calls]) == ["один", "два", "три"]
    url, headers, _ = receiver.calls[0]
    assert (url, headers["X-Telegram-Bot-Api-Secret-Token"]) == ("https://clinic.example/hook", "s_e-1")
    assert (await world.ok("getWebhookInfo"))["pending_update_count"] == 0
    await world.ok("deleteWebhook")


@pytest.mark.usefixtures("quick")
async def test_a_webhook_is_tried_again_before_the_next_update(world: World) -> None:
    receiver = world.simulator.webhook_post = Receiver(500, ConnectionError(), 404)
    await world.ok("setWebhook", url="https://clinic.example/hook")
    say(world, "один", "два")
    await receiver.until(5)
    assert texts([body for _, _, body in receiver.calls]) == ["один", "один", "один", "один", "два"]
    info = await world.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404"
    assert info["last_error_date"] == int(world.clock().timestamp())
    await world.ok("deleteWebhook")


async def test_polling_and_a_webhook_exclude_each_other(world: World) -> None:
    polling = asyncio.create_task(world.refused("getUpdates", timeout=30))
    await asyncio.sleep(0)
    await world.ok(
        "setWebhook", url="https://clinic.example/hook", allowed_updates=["message"], max_connections=5
    )
    assert await polling == f"Conflict: {TERMINATED_BY_WEBHOOK}"
    assert await world.refused("getUpdates") == f"Conflict: {WEBHOOK_IS_ACTIVE}"
    assert await world.ok("getWebhookInfo") == {
        "url": "https://clinic.example/hook",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 5,
        "allowed_updates": ["message"],
    }
    await world.ok("setWebhook", url="")
    assert await poll(world) == []


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
async def test_waiting_updates_can_be_dropped(world: World, method: str) -> None:
    say(world, "один")
    url: dict[str, Any] = {"url": ""} if method == "setWebhook" else {}
    await world.ok(method, drop_pending_updates=True, **url)
    assert await poll(world) == []


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"url": "http://clinic.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "http://127.0.0.1.evil/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.ru", "secret_token": "я"}, "secret token contains unallowed characters"),
        ({"url": "https://a.ru", "secret_token": ""}, "setWebhook.secret_token must have 1-256 characters"),
        (
            {"url": "https://a.ru", "ip_address": "10.0.0.1"},
            'the simulator does not support the parameter "ip_address"',
        ),
        (
            {"url": "https://a.ru", "certificate": "x"},
            'the simulator does not support the parameter "certificate"',
        ),
    ],
)
async def test_a_bad_webhook_is_refused(world: World, parameters: JsonObject, reason: str) -> None:
    assert await world.refused("setWebhook", **parameters) == f"Bad Request: {reason}"


async def test_everything_a_person_sends_arrives(world: World) -> None:
    world.chat.send_document("визиты.xlsx", b"PK", caption="за год")
    world.chat.send_photo(png(20, 10))
    world.chat.send_sticker("🎉")
    world.chat.send_voice()
    world.chat.send_album([("a.png", png(5, 5)), ("b.txt", b"x")], caption="пара")
    document, photo, sticker, voice, first, second = [update["message"] for update in await poll(world)]
    assert (document["document"]["file_name"], document["caption"]) == ("визиты.xlsx", "за год")
    assert (photo["photo"][0]["width"], photo["photo"][0]["height"]) == (20, 10)
    assert sticker["sticker"]["emoji"] == "🎉"
    assert voice["voice"]["duration"] == 1
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("пара", False)
    assert ("photo" in first, "document" in second) == (True, True)


async def test_a_command_is_marked(world: World) -> None:
    message = world.chat.send_text("/start ref")
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_correction_arrives_as_an_edited_message(world: World) -> None:
    sent = world.chat.send_text("200")
    world.clock.move(3)
    world.chat.edit_text(sent, "2000")
    update = (await poll(world))[-1]
    assert (update["edited_message"]["text"], update["edited_message"]["message_id"]) == (
        "2000",
        sent["message_id"],
    )
    assert update["edited_message"]["edit_date"] == sent["date"] + 3


async def test_a_file_of_20_mb_can_be_fetched_and_a_larger_one_not(world: World) -> None:
    fits = world.chat.send_document("a.xlsx", bytes(20 * MEBIBYTE))["document"]
    file = await world.ok("getFile", file_id=fits["file_id"])
    assert file["file_size"] == 20 * MEBIBYTE
    stored = world.account.files.at_path(file["file_path"])
    assert stored is not None
    assert stored.name == "a.xlsx"
    large = world.chat.send_document("b.xlsx", bytes(20 * MEBIBYTE + 1))["document"]
    assert await world.refused("getFile", file_id=large["file_id"]) == "Bad Request: file is too big"
    assert await world.refused("getFile", file_id="nonsense") == "Bad Request: invalid file_id"
