"""Edits, deletes, pins and answers to pressed buttons."""

from typing import Any

import pytest

from simulator.media import UploadedFile
from simulator.refusal import JsonObject
from tests.simulator.conftest import World
from tests.simulator.pictures import png

A_PHOTO = {"type": "photo", "media": "x"}
KEYBOARD = {"inline_keyboard": [[{"text": "Начать", "callback_data": "begin"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)


async def text(world: World, **parameters: Any) -> JsonObject:
    message: JsonObject = await world.ok("sendMessage", **{"text": "один", **parameters})
    return message


async def photo(world: World) -> JsonObject:
    message: JsonObject = await world.ok(
        "sendPhoto", {"photo": UploadedFile("a.png", png(10, 10))}, caption="один"
    )
    return message


async def test_a_text_is_edited_in_place(world: World) -> None:
    sent = await text(world)
    world.clock.move(7)
    edited = await world.ok(
        "editMessageText",
        message_id=sent["message_id"],
        text="<b>два</b>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )
    assert (edited["text"], edited["reply_markup"], edited["edit_date"]) == (
        "два",
        KEYBOARD,
        sent["date"] + 7,
    )
    assert world.chat.messages[1:] == [edited]
    assert sent["text"] == "один", "what was given out stays as it was"


async def test_an_edit_without_a_keyboard_takes_it_away(world: World) -> None:
    sent = await text(world, reply_markup=KEYBOARD)
    edited = await world.ok("editMessageText", message_id=sent["message_id"], text="два")
    assert "reply_markup" not in edited


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("editMessageText", {"text": " один ", "reply_markup": KEYBOARD}),
        ("editMessageReplyMarkup", {"reply_markup": KEYBOARD}),
    ],
)
async def test_an_edit_that_changes_nothing_is_refused(
    world: World, method: str, parameters: JsonObject
) -> None:
    sent = await text(world, reply_markup=KEYBOARD)
    assert await world.refused(method, message_id=sent["message_id"], **parameters) == NOT_MODIFIED


async def test_a_second_same_edit_is_refused(world: World) -> None:
    sent = await photo(world)
    await world.ok("editMessageCaption", message_id=sent["message_id"], caption="два")
    world.clock.move(1)
    refusal = await world.refused("editMessageCaption", message_id=sent["message_id"], caption="два")
    assert refusal == NOT_MODIFIED


@pytest.mark.parametrize(
    ("method", "parameters", "reason"),
    [
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
        ("editMessageText", {"text": "x", "message_id": 2}, "there is no text in the message to edit"),
        ("editMessageText", {"text": "", "message_id": 3}, "message text is empty"),
        (
            "editMessageText",
            {"text": "x", "inline_message_id": "5"},
            'the simulator does not support the parameter "inline_message_id"',
        ),
        (
            "editMessageText",
            {"rich_message": {"blocks": []}, "message_id": 3},
            'the simulator does not support the parameter "rich_message"',
        ),
        ("editMessageMedia", {"media": "photo", "message_id": 2}, "can't parse media JSON object"),
        ("editMessageMedia", {"media": 5, "message_id": 2}, 'field "media" must be of type Object'),
        ("editMessageText", {"text": "x", "message_id": "two"}, 'field "message_id" must be a valid Number'),
        ("editMessageText", {"text": "x", "message_id": True}, 'field "message_id" must be a valid Number'),
        ("deleteMessages", {"message_ids": 5}, 'field "message_ids" must be of type Array'),
        ("deleteMessages", {"message_ids": []}, "deleteMessages.message_ids must have 1-100 items"),
        ("editMessageCaption", {"message_id": 3}, "there is no caption in the message to edit"),
        ("editMessageMedia", {"media": A_PHOTO, "message_id": 4}, "there is no media in the message to edit"),
        ("editMessageMedia", {"media": A_PHOTO, "message_id": 2}, "wrong file identifier/HTTP URL specified"),
        (
            "editMessageMedia",
            {"media": {"type": "video", "media": "x"}, "message_id": 2},
            'the simulator does not support media of type "video"',
        ),
        (
            "editMessageReplyMarkup",
            {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}, "message_id": 3},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
    ],
)
async def test_an_impossible_change_is_refused(
    world: World, method: str, parameters: JsonObject, reason: str
) -> None:
    await photo(world)
    await text(world)
    await world.ok("sendSticker", {"sticker": UploadedFile("s.webp", b"RIFF")})
    assert await world.refused(method, **parameters) == f"Bad Request: {reason}"


async def test_a_message_that_brought_a_reply_keyboard_can_not_be_edited(world: World) -> None:
    sent = await text(world, reply_markup={"keyboard": [[{"text": "Да"}]]})
    refusal = await world.refused("editMessageText", message_id=sent["message_id"], text="x")
    assert refusal == "Bad Request: message can't be edited"


async def test_an_edit_takes_inline_keyboards_only(world: World) -> None:
    sent = await text(world)
    markup = {"keyboard": [[{"text": "Да"}]]}
    refusal = await world.refused(
        "editMessageText", message_id=sent["message_id"], text="x", reply_markup=markup
    )
    assert refusal == 'Bad Request: InlineKeyboardMarkup has no field "keyboard"'


async def test_a_picture_takes_the_place_of_a_text_and_of_a_picture(world: World) -> None:
    sent = await text(world)
    for size, caption in ((10, "первая"), (20, "вторая")):
        media = {"type": "photo", "media": "attach://chart", "caption": caption}
        edited = await world.ok(
            "editMessageMedia",
            {"chart": UploadedFile("c.png", png(size, size))},
            message_id=sent["message_id"],
            media=media,
        )
        assert (edited["photo"][0]["width"], edited["caption"]) == (size, caption)
        assert "text" not in edited
    assert len(world.chat.messages) == 2


async def test_an_album_stays_an_album(world: World) -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://a"}]
    first, _ = await world.ok("sendMediaGroup", {"a": UploadedFile("a.png", png(10, 10))}, media=media)
    document = {"type": "document", "media": "attach://d"}
    refusal = await world.refused(
        "editMessageMedia", {"d": UploadedFile("d.txt", b"x")}, message_id=first["message_id"], media=document
    )
    assert refusal == "Bad Request: message can't be edited"


async def test_a_caption_is_edited_and_taken_away(world: World) -> None:
    sent = await photo(world)
    above: JsonObject = {"caption": "два", "show_caption_above_media": True}
    edited = await world.ok("editMessageCaption", message_id=sent["message_id"], **above)
    assert (edited["caption"], edited["show_caption_above_media"]) == ("два", True)
    edited = await world.ok("editMessageCaption", message_id=sent["message_id"])
    assert "caption" not in edited
    assert "show_caption_above_media" not in edited


async def test_a_link_preview_is_a_part_of_the_text(world: World) -> None:
    sent = await text(world, link_preview_options={"is_disabled": True})
    assert sent["link_preview_options"] == {"is_disabled": True}
    small: JsonObject = {"link_preview_options": '{"prefer_small_media": true}'}
    edited = await world.ok("editMessageText", message_id=sent["message_id"], text="один", **small)
    assert edited["link_preview_options"] == {"prefer_small_media": True}


async def test_messages_of_both_sides_are_deleted(world: World) -> None:
    sent = await text(world)
    await world.ok("deleteMessage", message_id=sent["message_id"])
    await world.ok("deleteMessages", message_ids=[1, 99])
    assert world.chat.messages == []


async def test_a_message_older_than_two_days_stays(world: World) -> None:
    sent = await text(world)
    world.clock.move(48 * 3600 + 1)
    refusal = await world.refused("deleteMessage", message_id=sent["message_id"])
    assert refusal == "Bad Request: message can't be deleted for everyone"
    await world.ok("deleteMessages", message_ids=[sent["message_id"]])
    assert len(world.chat.messages) == 2


async def test_pins_are_kept_in_order_and_shown_by_get_chat(world: World) -> None:
    first, second = await text(world), await text(world, text="два")
    for message in (first, second):
        await world.ok("pinChatMessage", message_id=message["message_id"])
    assert (await world.ok("getChat"))["pinned_message"] == second
    await world.ok("unpinChatMessage")
    assert world.chat.pinned == [first["message_id"]]
    await world.ok("unpinAllChatMessages")
    assert world.chat.pinned == []


async def test_a_deleted_message_is_no_longer_pinned(world: World) -> None:
    sent = await text(world)
    await world.ok("pinChatMessage", message_id=sent["message_id"])
    await world.ok("deleteMessage", message_id=sent["message_id"])
    assert world.chat.pinned == []


async def press(world: World) -> JsonObject:
    await text(world, reply_markup=KEYBOARD)
    world.chat.press("Начать")
    query: JsonObject = world.account.take_updates()[-1]["callback_query"]
    return query


async def test_a_press_reaches_the_bot_with_its_message(world: World) -> None:
    query = await press(world)
    assert (query["data"], query["from"]["first_name"], query["message"]) == (
        "begin",
        "Ольга",
        world.chat.last,
    )


async def test_an_answer_with_a_text_is_shown(world: World) -> None:
    query = await press(world)
    assert list(world.chat.callbacks) == [query["id"]]
    await world.ok("answerCallbackQuery", callback_query_id=query["id"], text="Готово", show_alert=True)
    assert world.chat.alerts == [{"text": "Готово", "show_alert": True}]
    assert not world.chat.callbacks


async def test_an_answer_without_a_text_shows_nothing(world: World) -> None:
    query = await press(world)
    await world.ok("answerCallbackQuery", callback_query_id=query["id"])
    assert world.chat.alerts == []


TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_answered_once(world: World) -> None:
    query = await press(world)
    await world.ok("answerCallbackQuery", callback_query_id=query["id"])
    assert await world.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_a_press_is_answered_in_time(world: World) -> None:
    query = await press(world)
    world.clock.move(601)
    assert await world.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


@pytest.mark.parametrize("query", ["", "77", "1001-77"])
async def test_an_invented_press_is_not_answered(world: World, query: str) -> None:
    assert await world.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_an_answer_has_at_most_200_characters(world: World) -> None:
    query = await press(world)
    refusal = await world.refused("answerCallbackQuery", callback_query_id=query["id"], text="я" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"
    await world.ok("answerCallbackQuery", callback_query_id=query["id"], text="я" * 200)
