"""Methods that put something new on the person's screen."""

from collections.abc import Callable
from typing import Any

from simulator.call import Call, parsed_caption, text_fields
from simulator.chat import Chat
from simulator.keyboards import checked_markup
from simulator.refusal import JsonObject, bad_request

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_MEDIA = ("photo", "document", "sticker", "voice")
_COPIED = ("text", "entities", "link_preview_options", *_MEDIA)
_FLAGS = {"show_caption_above_media": "show_caption_above_media", "has_spoiler": "has_media_spoiler"}


def send_message(call: Call) -> JsonObject:
    """A text."""
    chat = call.chat()
    content = text_fields(call.text())
    if preview := call.get("link_preview_options"):
        content["link_preview_options"] = preview
    return _send(call, chat, content)


def send_media(kind: str) -> Callable[[Call], JsonObject]:
    """The method that sends one file as ``kind``, which is also its parameter."""

    def send(call: Call) -> JsonObject:
        chat = call.chat()
        caption = call.caption()
        file = call.account.files.receive(kind, call.get(kind), call.uploads, kind)
        return _send(
            call, chat, {kind: file.as_field()} | text_fields(caption, "caption") | _flags(call.parameters)
        )

    return send


def send_media_group(call: Call) -> list[JsonObject]:
    """An album of photos or of documents."""
    chat = call.chat()
    media = call.get("media")
    kinds = {item["type"] for item in media}
    if unknown := kinds - {"photo", "document"}:
        raise bad_request(f'the simulator does not support media of type "{min(unknown)}"')
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [media_content(call, item) for item in media]
    group = str(call.account.next_message_id())
    reply = _reply(call, chat)
    return [chat.add({**reply, "media_group_id": group, **content}, None) for content in contents]


def media_content(call: Call, item: JsonObject) -> JsonObject:
    """The fields of a message made of one InputMedia object."""
    kind = item["type"]
    if kind not in {"photo", "document"}:
        raise bad_request(f'the simulator does not support media of type "{kind}"')
    caption = parsed_caption(item, item.get("parse_mode"))
    file = call.account.files.receive(kind, item["media"], call.uploads, kind)
    return {kind: file.as_field()} | text_fields(caption, "caption") | _flags(item)


def send_chat_action(call: Call) -> bool:
    """What the bot is doing right now."""
    chat = call.chat()
    if call.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.show_action(call.get("action"))
    return True


def copy_message(call: Call) -> JsonObject:
    """The same content as a new message of the bot, with a new caption if one is given."""
    chat = call.chat()
    source = call.message(call.chat("from_chat_id"), "message to copy not found")
    content = {name: source[name] for name in _COPIED if name in source}
    if not content:
        raise bad_request("message can't be copied")
    if "text" not in source:
        content |= _copied_caption(call, source)
    return {"message_id": _send(call, chat, content)["message_id"]}


def forward_message(call: Call) -> JsonObject:
    """The same content with its author's name."""
    chat = call.chat()
    source = call.message(call.chat("from_chat_id"), "message to forward not found")
    content = {name: source[name] for name in (*_COPIED, "caption", "caption_entities") if name in source}
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return chat.add({"forward_origin": origin, **content}, None)


def _copied_caption(call: Call, source: JsonObject) -> JsonObject:
    if "caption" in call.parameters:
        return text_fields(call.caption(), "caption")
    return {name: value for name, value in source.items() if name in {"caption", "caption_entities"}}


def _send(call: Call, chat: Chat, content: JsonObject) -> JsonObject:
    markup = checked_markup(call.get("reply_markup"))
    if call.get("protect_content"):
        content["has_protected_content"] = True
    if effect := call.get("message_effect_id"):
        content["effect_id"] = effect
    return chat.add(_reply(call, chat) | content, markup)


def _reply(call: Call, chat: Chat) -> JsonObject:
    reply = call.get("reply_parameters")
    if reply is None:
        return {}
    message = chat.message(reply.get("message_id", 0))
    if message is not None:
        return {
            "reply_to_message": {name: value for name, value in message.items() if name != "reply_to_message"}
        }
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _flags(fields: JsonObject) -> JsonObject:
    return {shown: True for given, shown in _FLAGS.items() if fields.get(given)}


METHODS: dict[str, Callable[[Call], Any]] = {
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
    "sendDocument": send_media("document"),
    "sendMediaGroup": send_media_group,
    "sendMessage": send_message,
    "sendPhoto": send_media("photo"),
    "sendSticker": send_media("sticker"),
    "sendVoice": send_media("voice"),
}
