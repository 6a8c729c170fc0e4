"""What a bot may put on the screen, and in which words it is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from simulator.media import MEBIBYTE, UploadedFile
from tests.simulator.conftest import World
from tests.simulator.pictures import jpeg, png

Picture = Callable[[int, int], UploadedFile]


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


async def test_a_text_appears_and_is_returned(world: World) -> None:
    message = await world.ok("sendMessage", text="<b>План</b>: 444", parse_mode="HTML")
    assert message == {
        "message_id": 2,
        "from": {"id": 1, "is_bot": True, "first_name": "Clinic Pulse", "username": "clinic_pulse_bot"},
        "chat": {"id": 1001, "type": "private", "first_name": "Ольга"},
        "date": 1795341600,
        "text": "План: 444",
        "entities": [{"type": "bold", "offset": 0, "length": 4}],
    }
    assert world.chat.last == message


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "я" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": "@somebody"}, "chat not found"),
        (
            {"text": "<x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        (
            {"text": "x", "disable_web_page_preview": True},
            'method sendMessage has no parameter "disable_web_page_preview"',
        ),
        (
            {"text": "x", "message_thread_id": 5},
            'the simulator does not support the parameter "message_thread_id"',
        ),
        ({"text": "x", "reply_markup": "["}, "can't parse reply_markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        (
            {"text": "x", "disable_notification": "maybe"},
            'field "disable_notification" must be of type Boolean',
        ),
        ({"text": 5}, 'field "text" must be of type String'),
        (
            {"text": "x", "entities": [{"type": "bold"}]},
            "can't parse MessageEntity: can't find field \"length\"",
        ),
    ],
)
async def test_a_bad_text_is_refused(world: World, parameters: dict[str, Any], reason: str) -> None:
    assert await world.refused("sendMessage", **parameters) == f"Bad Request: {reason}"
    assert [refusal.description for refusal in world.account.refusals] == [f"Bad Request: {reason}"]


async def test_length_is_counted_after_parsing(world: World) -> None:
    message = await world.ok("sendMessage", text="<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
    assert message["text"] == "<" * 4096


async def test_a_bot_may_not_write_first(world: World) -> None:
    stranger = world.simulator.add_user("Пётр")
    chat = world.simulator.chat(world.account, stranger)
    assert await world.refused("sendMessage", chat_id=chat.id, text="x") == "Bad Request: chat not found"


async def test_a_blocked_bot_is_told_so_and_may_write_after_unblocking(world: World) -> None:
    world.chat.block()
    assert await world.refused("sendMessage", text="x") == "Forbidden: bot was blocked by the user"
    world.chat.unblock()
    await world.ok("sendMessage", text="x")
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"] for update in world.account.take_updates()
    ]
    assert statuses == ["kicked", "member"]


async def test_an_unknown_method_is_not_found(world: World) -> None:
    assert await world.refused("sendTelegram") == "Not Found: method not found"


async def test_an_unknown_token_is_unauthorized(world: World) -> None:
    status, response = await world.simulator.call("2:other", "getMe", {}, {})
    assert (status, response) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


async def test_method_names_are_read_in_any_case(world: World) -> None:
    assert (await world.ok("GETME"))["username"] == "clinic_pulse_bot"


async def test_a_logged_out_bot_is_refused(world: World) -> None:
    await world.ok("logOut")
    assert await world.refused("getMe") == "Bad Request: Logged out"


@pytest.mark.parametrize(
    ("entities", "kept"),
    [
        ([{"type": "bold", "offset": 0, "length": 4}], [{"type": "bold", "offset": 0, "length": 4}]),
        ([{"type": "bold", "offset": 2, "length": 99}], [{"type": "bold", "offset": 2, "length": 2}]),
        ([{"type": "url", "offset": 0, "length": 4}], []),
    ],
    ids=["as given", "cut at the end", "found kinds are not taken"],
)
async def test_entities_can_be_given(
    world: World, entities: list[dict[str, Any]], kept: list[dict[str, Any]]
) -> None:
    message = await world.ok("sendMessage", text="план", entities=json.dumps(entities))
    assert message.get("entities", []) == kept


async def test_a_person_is_mentioned_by_id(world: World) -> None:
    text = '<a href="tg://user?id=1001">Ольга</a>'
    (mention,) = (await world.ok("sendMessage", text=text, parse_mode="HTML"))["entities"]
    assert (mention["type"], mention["user"]["id"]) == ("text_mention", 1001)


async def test_wishes_for_a_message_are_kept(world: World, picture: Picture) -> None:
    sent = await world.ok(
        "sendPhoto",
        {"photo": picture(10, 10)},
        has_spoiler="true",
        show_caption_above_media="True",
        protect_content="1",
        message_effect_id="5104841245755180586",
        disable_notification="false",
    )
    assert sent["has_media_spoiler"]
    assert sent["show_caption_above_media"]
    assert sent["has_protected_content"]
    assert sent["effect_id"] == "5104841245755180586"


async def test_a_reply_shows_what_it_answers(world: World) -> None:
    message = await world.ok("sendMessage", text="да", reply_parameters='{"message_id": 1}')
    assert message["reply_to_message"]["text"] == "/start"
    message = await world.ok(
        "sendMessage", text="да", reply_parameters={"message_id": 9, "allow_sending_without_reply": True}
    )
    assert "reply_to_message" not in message


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (
            {"text": "Да"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "Да", "callback_data": "y", "url": "https://a.ru"},
            "can't parse inline keyboard button: a button must have exactly one action",
        ),
        ({"text": " ", "callback_data": "y"}, "can't parse inline keyboard button: text must be non-empty"),
        ({"callback_data": "y"}, "can't parse InlineKeyboardButton: can't find field \"text\""),
        ({"text": "Да", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "Да", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "Да", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "Да", "data": "y"}, 'InlineKeyboardButton has no field "data"'),
        ({"text": "Да", "url": "адрес"}, "inline keyboard button URL 'адрес' is invalid: Wrong HTTP URL"),
        (
            {"text": "Да", "callback_data": "y", "style": "pink"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_a_bad_button_is_refused(world: World, button: dict[str, Any], reason: str) -> None:
    refusal = await world.refused("sendMessage", text="x", reply_markup=json.dumps(inline(button)))
    assert refusal == f"Bad Request: {reason}"


async def test_callback_data_of_64_bytes_is_taken(world: World) -> None:
    markup = inline({"text": "Да", "callback_data": "я" * 32})
    assert (await world.ok("sendMessage", text="x", reply_markup=markup))["reply_markup"] == markup


@pytest.mark.parametrize(
    "rows",
    [
        [[{"text": "x", "callback_data": "x"}] for _ in range(101)],
        [[{"text": "x", "callback_data": "x"}] * 9],
    ],
)
async def test_too_many_buttons_are_refused(world: World, rows: list[list[dict[str, str]]]) -> None:
    markup = {"inline_keyboard": rows}
    assert (
        await world.refused("sendMessage", text="x", reply_markup=markup)
        == "Bad Request: REPLY_MARKUP_TOO_LONG"
    )


async def test_a_reply_keyboard_shows_under_the_input_and_not_in_the_message(world: World) -> None:
    markup = {"keyboard": [[{"text": "Почти все"}, {"text": "Половина"}]], "one_time_keyboard": True}
    message = await world.ok("sendMessage", text="?", reply_markup=markup)
    assert "reply_markup" not in message
    assert world.chat.keyboard == markup
    assert world.chat.press("Полов") is None
    assert world.chat.last["text"] == "Половина"
    assert world.chat.keyboard is None


async def test_a_reply_keyboard_is_removed(world: World) -> None:
    await world.ok("sendMessage", text="?", reply_markup={"keyboard": [[{"text": "Да"}]]})
    await world.ok("sendMessage", text="!", reply_markup={"remove_keyboard": True})
    assert world.chat.keyboard is None


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ({"keyboard": [[]]}, "reply keyboard must have at least one button"),
        ({"keyboard": [[{"text": ""}]]}, "can't parse keyboard button: text must be non-empty"),
        (
            {"keyboard": [[{"text": "x", "request_contact": True, "request_location": True}]]},
            "can't parse keyboard button: a button can have one action only",
        ),
        (
            {"keyboard": [[{"text": "x"}]], "input_field_placeholder": "x" * 65},
            "ReplyKeyboardMarkup.input_field_placeholder must have 1-64 characters",
        ),
    ],
)
async def test_a_bad_reply_keyboard_is_refused(world: World, markup: dict[str, Any], reason: str) -> None:
    assert await world.refused("sendMessage", text="x", reply_markup=markup) == f"Bad Request: {reason}"


async def test_a_photo_has_its_size_in_pixels(world: World, picture: Picture) -> None:
    upload = {"file": picture(1280, 960)}
    message = await world.ok("sendPhoto", upload, photo="attach://file", caption="План")
    (photo,) = message["photo"]
    assert (photo["width"], photo["height"], message["caption"]) == (1280, 960, "План")
    again = await world.ok("sendPhoto", photo=photo["file_id"])
    assert again["photo"][0]["file_id"] == photo["file_id"]


async def test_a_jpeg_is_a_photo_too(world: World) -> None:
    message = await world.ok("sendPhoto", {"photo": UploadedFile("a.jpg", jpeg(640, 480))})
    assert (message["photo"][0]["width"], message["photo"][0]["height"]) == (640, 480)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file must be non-empty"),
        (b"GIF89a", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2001, 100), "PHOTO_INVALID_DIMENSIONS"),
        (png(0, 100), "PHOTO_INVALID_DIMENSIONS"),
        (
            bytes(10 * MEBIBYTE + 1),
            "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "gif", "sum of sides", "ratio of sides", "no width", "over 10 MB"],
)
async def test_a_bad_photo_is_refused(world: World, content: bytes, reason: str) -> None:
    assert (
        await world.refused("sendPhoto", {"photo": UploadedFile("x.png", content)})
        == f"Bad Request: {reason}"
    )


@pytest.mark.parametrize(("width", "height"), [(9000, 1000), (2000, 100)])
async def test_a_photo_at_the_limit_is_taken(world: World, picture: Picture, width: int, height: int) -> None:
    await world.ok("sendPhoto", {"photo": picture(width, height)})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "there is no document in the request"),
        ("attach://gone", 'wrong file identifier/HTTP URL specified: no file is attached as "gone"'),
        ("https://a.ru/a.pdf", "failed to get HTTP URL content: the simulator has no network"),
        ("nonsense", "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_a_document_that_is_not_there_is_refused(world: World, value: str | None, reason: str) -> None:
    parameters: dict[str, Any] = {} if value is None else {"document": value}
    assert await world.refused("sendDocument", **parameters) == f"Bad Request: {reason}"


async def test_a_file_keeps_its_kind(world: World) -> None:
    sent = await world.ok("sendDocument", {"document": UploadedFile("план.xlsx", b"PK")})
    file_id = sent["document"]["file_id"]
    assert sent["document"]["file_name"] == "план.xlsx"
    assert (
        await world.refused("sendPhoto", photo=file_id)
        == "Bad Request: can't use file of type Document as Photo"
    )


async def test_an_upload_over_50_mb_is_refused(world: World) -> None:
    big = UploadedFile("big.bin", bytes(50 * MEBIBYTE + 1))
    assert await world.refused("sendDocument", {"document": big}) == "Request Entity Too Large"


async def test_a_caption_has_its_own_limit(world: World) -> None:
    file = {"document": UploadedFile("a.txt", b"x")}
    await world.ok("sendDocument", file, caption="я" * 1024)
    assert (
        await world.refused("sendDocument", file, caption="я" * 1025)
        == "Bad Request: message caption is too long"
    )


async def test_an_album_comes_as_several_messages_of_one_group(world: World, picture: Picture) -> None:
    media = [{"type": "photo", "media": "attach://a", "caption": "<i>x</i>", "parse_mode": "HTML"}]
    media.append({"type": "photo", "media": "attach://b"})
    sent = await world.ok(
        "sendMediaGroup", {"a": picture(10, 10), "b": picture(20, 20)}, media=json.dumps(media)
    )
    assert [message["photo"][0]["width"] for message in sent] == [10, 20]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert sent[0]["caption_entities"] == [{"type": "italic", "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        (["photo"], "sendMediaGroup.media must have 2-10 items"),
        (["photo"] * 11, "sendMediaGroup.media must have 2-10 items"),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["video", "video"], 'the simulator does not support media of type "video"'),
        (["film", "film"], 'can\'t parse media: type "film" is not supported'),
    ],
)
async def test_a_bad_album_is_refused(world: World, kinds: list[str], reason: str) -> None:
    media = [{"type": kind, "media": "attach://a"} for kind in kinds]
    upload = {"a": UploadedFile("a.png", png(10, 10))}
    assert await world.refused("sendMediaGroup", upload, media=media) == f"Bad Request: {reason}"


async def test_stickers_and_voices_are_sent(world: World) -> None:
    sticker = await world.ok("sendSticker", {"sticker": UploadedFile("s.webp", b"RIFF")})
    assert sticker["sticker"]["type"] == "regular"
    voice = await world.ok("sendVoice", {"voice": UploadedFile("v.ogg", b"OggS")}, caption="слушайте")
    assert (voice["voice"]["mime_type"], voice["caption"]) == ("audio/ogg", "слушайте")


async def test_an_action_shows_for_five_seconds(world: World) -> None:
    await world.ok("sendChatAction", action="typing")
    assert world.chat.action == "typing"
    world.clock.move(5)
    assert world.chat.action is None


async def test_an_action_ends_when_the_bot_writes(world: World) -> None:
    await world.ok("sendChatAction", action="upload_photo")
    await world.ok("sendMessage", text="x")
    assert world.chat.action is None


async def test_an_unknown_action_is_refused(world: World) -> None:
    refusal = await world.refused("sendChatAction", action="dancing")
    assert refusal == "Bad Request: wrong parameter action in request"


async def test_a_copy_has_no_author_and_may_have_a_new_caption(world: World) -> None:
    sent = await world.ok("sendDocument", {"document": UploadedFile("a.txt", b"x")}, caption="старая")
    await world.ok("copyMessage", from_chat_id=1001, message_id=sent["message_id"])
    assert world.chat.last["caption"] == "старая"
    await world.ok("copyMessage", from_chat_id=1001, message_id=sent["message_id"], caption="новая")
    assert world.chat.last["caption"] == "новая"
    assert "forward_origin" not in world.chat.last
    refusal = await world.refused("copyMessage", from_chat_id=1001, message_id=99)
    assert refusal == "Bad Request: message to copy not found"


async def test_a_forward_names_its_author(world: World) -> None:
    message = await world.ok("forwardMessage", from_chat_id=1001, message_id=1)
    assert message["forward_origin"]["sender_user"]["first_name"] == "Ольга"
    assert message["text"] == "/start"
    refusal = await world.refused("forwardMessage", from_chat_id=1001, message_id=99)
    assert refusal == "Bad Request: message to forward not found"
